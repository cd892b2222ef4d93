// Everything that the metrics say at one moment. Immutable: the endpoint, the log event and the dashboard share it.
using System.Collections.Immutable;
using Weir.Proxy.Facts;

namespace Weir.Proxy.Metrics;

/// <summary>All figures, summed over the workers. Each is exact; together they are as of within one collection.</summary>
public sealed record MetricsSnapshot
{
    public required string Version { get; init; }

    /// <summary>The I/O engine in use.</summary>
    public required string Engine { get; init; }

    /// <summary>Client connections accepted and not yet closed, all listeners, those that left the config included.</summary>
    public required long ActiveConnections { get; init; }

    /// <summary>Bytes read from client sockets.</summary>
    public required long BytesIn { get; init; }

    /// <summary>Bytes written to client sockets.</summary>
    public required long BytesOut { get; init; }

    /// <summary>Final http responses since the start (2xx to 5xx), all listeners.</summary>
    public required long TotalRequests { get; init; }

    /// <summary>Failures since the start, all clusters and reasons.</summary>
    public required long TotalFailures { get; init; }

    /// <summary>By <see cref="TimeoutKind"/>.</summary>
    public required ImmutableArray<long> Timeouts { get; init; }

    /// <summary>Connections and requests turned away since a loop lagged.</summary>
    public required long Shed { get; init; }

    /// <summary>Sessions, connections and checks that a defect of our own has cost.</summary>
    public required long InternalErrors { get; init; }

    /// <summary>Bytes that went from socket to socket through pipes.</summary>
    public required long BulkBytes { get; init; }

    /// <summary>Microseconds that what is ready waits for its thread, on the slowest of them.</summary>
    public required long LagUs { get; init; }

    /// <summary>Lines of the access log that got lost.</summary>
    public required long DroppedAccessLines { get; init; }

    /// <summary>Lines of the event log that got lost.</summary>
    public required long DroppedEventLines { get; init; }

    /// <summary>Traced requests that were not exported.</summary>
    public long DroppedTraces { get; init; }

    public required long ReloadsSucceeded { get; init; }

    public required long ReloadsRejected { get; init; }

    /// <summary>In the order of the config.</summary>
    public required ImmutableArray<ListenerMetrics> Listeners { get; init; }

    /// <summary>First what came to no cluster, then in the order of the config.</summary>
    public required ImmutableArray<ClusterMetrics> Clusters { get; init; }

    /// <summary>In the order of the config; empty before the first sample.</summary>
    public required ImmutableArray<ClusterScaling> Scaling { get; init; }

    /// <summary>False where the figures of each backend were not asked for.</summary>
    public bool HasBackends { get; init; } = true;

    /// <summary>By cluster and backend in the order of the config.</summary>
    public required ImmutableArray<BackendMetrics> Backends { get; init; }
}
