// What besides the file has a say in the configuration: the environment and the command line.

using System.Collections.Immutable;

namespace Weir.Configuration;

/// <summary>Inputs of the configuration reader other than the text.</summary>
public sealed record ConfigReadOptions
{
    /// <summary>Looks up an environment variable; null when it is not defined.</summary>
    public Func<string, string?> Environment { get; init; } = static _ => null;

    /// <summary><c>--listen HOST:PORT</c>: the address of the short form's listener; a port alone stands for all of loopback.</summary>
    public string? Listen { get; init; }

    /// <summary>Whether all of loopback has an address of IPv6 on this machine.</summary>
    public bool HasIPv6Loopback { get; init; }

    /// <summary><c>--mode tcp|http</c>: the mode of the short form's listener.</summary>
    public string? Mode { get; init; }

    /// <summary><c>--backend HOST:PORT</c>, each; together they replace the short form's backends.</summary>
    public ImmutableArray<string> Backends { get; init; } = [];

    /// <summary><c>--set path=value</c>, applied last and in order.</summary>
    public ImmutableArray<ConfigOverride> Sets { get; init; } = [];
}
