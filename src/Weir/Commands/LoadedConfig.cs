// A configuration that was read, with what a reload and a watcher need to know of its file.

using Weir.Configuration;

namespace Weir.Commands;

/// <summary>What reading came to.</summary>
/// <param name="File">As given; null when there is no file.</param>
/// <param name="Content">The bytes of the file as they were read; empty without one.</param>
/// <param name="IsWatchable">Whether the file is one that can be read again; a pipe is not.</param>
/// <param name="Result">The configuration, or why there is none.</param>
internal sealed record LoadedConfig(
    string? File,
    byte[] Content,
    bool IsWatchable,
    ConfigReadResult Result
)
{
    /// <summary>Null when there is at least one error.</summary>
    public WeirConfig? Config => Result.Config;
}
