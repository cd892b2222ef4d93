// The last hour of one cluster: one list a figure, all of the same length.
namespace Weir.Admin.Views.Live;

/// <summary>Averages over <see cref="IntervalSeconds"/> each, oldest first; <see cref="Time"/> is in Unix seconds.</summary>
public sealed record ClusterHistoryView
{
    public required string Cluster { get; init; }

    public required int IntervalSeconds { get; init; }

    public required double[] Time { get; init; }

    /// <summary>Final http responses.</summary>
    public required float[] Requests { get; init; }

    /// <summary>Responses with a 4xx status.</summary>
    public required float[] ClientErrors { get; init; }

    /// <summary>Responses with a 5xx status.</summary>
    public required float[] ServerErrors { get; init; }

    public required float[] Failures { get; init; }

    /// <summary>Milliseconds; null where no request ended.</summary>
    public required float?[] P50 { get; init; }

    public required float?[] P90 { get; init; }

    public required float?[] P99 { get; init; }
}
