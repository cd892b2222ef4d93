// The figures of one cluster at one moment.
using System.Collections.Immutable;
using Weir.Proxy.Facts;

namespace Weir.Proxy.Metrics;

/// <summary>One cluster, or with an empty name what came to none.</summary>
public sealed record ClusterMetrics
{
    public required string Name { get; init; }

    /// <summary>By <see cref="FailureCode"/>.</summary>
    public required ImmutableArray<long> Failures { get; init; }

    /// <summary>By <see cref="FailureCode"/> of the try that failed.</summary>
    public required ImmutableArray<long> Retries { get; init; }

    public required HistogramSnapshot RequestDuration { get; init; }

    public required HistogramSnapshot ConnectDuration { get; init; }
}
