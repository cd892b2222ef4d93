// Every word that the configuration uses for a choice.

using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Configuration.Process;

namespace Weir.Configuration.Keys;

/// <summary>The words of each choice.</summary>
internal static class ChoiceMaps
{
    public static readonly ChoiceMap<ProxyMode> Mode = new(
        ("tcp", ProxyMode.Tcp),
        ("http", ProxyMode.Http)
    );

    public static readonly ChoiceMap<BalancingAlgorithm> Algorithm = new(
        ("roundRobin", BalancingAlgorithm.RoundRobin),
        ("leastConnections", BalancingAlgorithm.LeastConnections),
        ("random", BalancingAlgorithm.Random),
        ("powerOfTwo", BalancingAlgorithm.PowerOfTwo)
    );

    public static readonly ChoiceMap<WhenAllUnhealthy> WhenAllUnhealthy = new(
        ("reject", Clusters.WhenAllUnhealthy.Reject),
        ("failOpen", Clusters.WhenAllUnhealthy.FailOpen)
    );

    public static readonly ChoiceMap<TcpPooling> TcpPooling = new(
        ("warm", Clusters.TcpPooling.Warm),
        ("reuse", Clusters.TcpPooling.Reuse),
        ("off", Clusters.TcpPooling.Off)
    );

    public static readonly ChoiceMap<HealthCheckType> HealthCheckType = new(
        ("tcp", Clusters.HealthCheckType.Tcp),
        ("http", Clusters.HealthCheckType.Http),
        ("none", Clusters.HealthCheckType.None)
    );

    public static readonly ChoiceMap<LogLevel> LogLevel = new(
        ("debug", Process.LogLevel.Debug),
        ("info", Process.LogLevel.Info),
        ("warn", Process.LogLevel.Warn),
        ("error", Process.LogLevel.Error)
    );

    public static readonly ChoiceMap<LogMode> LogMode = new(
        ("stdout", Process.LogMode.Stdout),
        ("stderr", Process.LogMode.Stderr),
        ("file", Process.LogMode.File)
    );

    public static readonly ChoiceMap<EngineChoice> Engine = new(
        ("auto", EngineChoice.Auto),
        ("epoll", EngineChoice.Epoll),
        ("io_uring", EngineChoice.IoUring)
    );

    public static readonly ChoiceMap<AccessLogFormat> AccessLogFormat = new(
        ("json", Process.AccessLogFormat.Json),
        ("combined", Process.AccessLogFormat.Combined)
    );

    public static readonly ChoiceMap<MetricsEventForm> MetricsEvent = new(
        ("summary", MetricsEventForm.Summary),
        ("full", MetricsEventForm.Full)
    );
}
