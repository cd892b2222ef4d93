// The figures of one backend at one moment.
using System.Collections.Immutable;
using Weir.Proxy.Facts;

namespace Weir.Proxy.Metrics;

/// <summary>One backend of one cluster.</summary>
public sealed record BackendMetrics
{
    public required string Cluster { get; init; }

    /// <summary>The address as configured.</summary>
    public required string Address { get; init; }

    /// <summary>Connections assigned to clients, connecting ones included.</summary>
    public required int InUse { get; init; }

    /// <summary>Idle pooled connections.</summary>
    public required int Idle { get; init; }

    /// <summary>False only once the backend is known to be unhealthy.</summary>
    public required bool IsHealthy { get; init; }

    /// <summary>True while no tcp connections are kept ready for it, since it closed too many of them unused.</summary>
    public bool IsWarmPaused { get; init; }

    public required long ChecksSucceeded { get; init; }

    public required long ChecksFailed { get; init; }

    public required long TurnedHealthy { get; init; }

    public required long TurnedUnhealthy { get; init; }

    /// <summary>By <see cref="AcquireResult"/>.</summary>
    public required ImmutableArray<long> Acquires { get; init; }

    /// <summary>By <see cref="EvictionReason"/>.</summary>
    public required ImmutableArray<long> Evictions { get; init; }

    /// <summary>By <see cref="ConnectResult"/>.</summary>
    public required ImmutableArray<long> Connects { get; init; }

    /// <summary>Final http responses by class, 1xx to 5xx.</summary>
    public required ImmutableArray<long> Responses { get; init; }

    /// <summary>From sending a request to the head of its response.</summary>
    public required HistogramSnapshot ResponseTime { get; init; }
}
