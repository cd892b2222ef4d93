// What an access log needs to know.
using Weir.Configuration.Process;
using Weir.Proxy.Metrics;

namespace Weir.Logging;

/// <summary>The surroundings of an access log.</summary>
internal sealed record AccessLogOptions
{
    public required AccessLogConfig Config { get; init; }

    /// <summary>Records come from that many threads.</summary>
    public required int Workers { get; init; }

    /// <summary>Where losses are told.</summary>
    public required Logger Errors { get; init; }

    /// <summary>Where losses are counted.</summary>
    public required LogDrops Drops { get; init; }

    /// <summary>Where it is told that the place takes nothing.</summary>
    public LogHealth? Health { get; init; }

    /// <summary>Records that may wait for each worker; a power of two.</summary>
    public int Capacity { get; init; } = RecordRing.DefaultCapacity;

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
