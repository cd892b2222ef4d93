// What became of an export.

namespace Weir.Telemetry;

/// <summary>How a collector took it.</summary>
/// <param name="Problem">In words, without secrets; null when all is well.</param>
/// <param name="MayRetry">The same may be sent again later: the collector was away or too busy.</param>
internal readonly record struct ExportResult(string? Problem, bool MayRetry)
{
    public static ExportResult Done => default;

    public bool IsDone => Problem is null;
}
