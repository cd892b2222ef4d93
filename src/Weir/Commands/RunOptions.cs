// What `weir run` was asked to do, taken from the command line.

using Weir.Configuration;

namespace Weir.Commands;

/// <summary>Where the configuration comes from.</summary>
internal sealed record RunOptions
{
    /// <summary>The file as given to <c>-c</c>, or found by the default search; null: the command line says it all.</summary>
    public string? File { get; init; }

    /// <summary>Where to write this process's number; null: nowhere.</summary>
    public string? PidFile { get; init; }

    /// <summary>Where a person is told that it runs, before the log begins; null: nowhere.</summary>
    public TextWriter? Greeting { get; init; }

    /// <summary>What the command line and the environment add.</summary>
    public ConfigReadOptions Overrides { get; init; } = new();
}
