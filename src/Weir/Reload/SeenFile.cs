// The file that was reloaded last, so that one change of it counts once. Belongs to the reloader.
using Weir.Admin;
using Weir.Commands;

namespace Weir.Reload;

/// <param name="content">As it was read.</param>
/// <param name="isNoticed">Whether the watcher had it reloaded, and not an operator.</param>
internal sealed class SeenFile(byte[] content, bool isNoticed)
{
    private readonly long _atMs = Environment.TickCount64;

    /// <summary>What came of it; null when that was not the file's doing, so that the same file may come to something else.</summary>
    public ReloadResult? Result { get; set; }

    public bool Has(ReadOnlySpan<byte> found) => found.SequenceEqual(content);

    /// <summary>The result for an operator who asks for a reload of what the watcher has just had reloaded; null: do it.</summary>
    public ReloadResult? AnswerFor(LoadedConfig loaded, TimeSpan within) =>
        isNoticed
        && Has(loaded.Content)
        && Environment.TickCount64 - _atMs < within.TotalMilliseconds
            ? Result
            : null;
}
