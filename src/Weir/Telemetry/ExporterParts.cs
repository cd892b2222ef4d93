// What an exporter needs to know besides its configuration; the same for all that follow each other.
using Weir.Logging;
using Weir.Proxy.Metrics;

namespace Weir.Telemetry;

/// <summary>The surroundings of exporters.</summary>
internal sealed record ExporterParts
{
    /// <summary>Where trouble is told.</summary>
    public required Logger Errors { get; init; }

    /// <summary>Where lost traces are counted.</summary>
    public required LogDrops Drops { get; init; }

    /// <summary>The figures of the moment.</summary>
    public required Func<MetricsSnapshot> Collect { get; init; }

    /// <summary>Traced requests that may wait: twice what 20,000 a second leave in the time between two exports; about 2.5 KiB each,
    /// 10 MiB in all, and only while the collector is away.</summary>
    public int Capacity { get; init; } = 4096;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
