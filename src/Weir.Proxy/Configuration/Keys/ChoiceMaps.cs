// Every word that the configuration uses for a choice.

namespace Weir.Proxy.Configuration.Keys;

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
        ("reject", Configuration.WhenAllUnhealthy.Reject),
        ("failOpen", Configuration.WhenAllUnhealthy.FailOpen)
    );

    public static readonly ChoiceMap<TcpPooling> TcpPooling = new(
        ("warm", Configuration.TcpPooling.Warm),
        ("reuse", Configuration.TcpPooling.Reuse),
        ("off", Configuration.TcpPooling.Off)
    );

    public static readonly ChoiceMap<HealthCheckType> HealthCheckType = new(
        ("tcp", Configuration.HealthCheckType.Tcp),
        ("http", Configuration.HealthCheckType.Http),
        ("none", Configuration.HealthCheckType.None)
    );

    public static readonly ChoiceMap<LogLevel> LogLevel = new(
        ("debug", Configuration.LogLevel.Debug),
        ("info", Configuration.LogLevel.Info),
        ("warn", Configuration.LogLevel.Warn),
        ("error", Configuration.LogLevel.Error)
    );

    public static readonly ChoiceMap<LogMode> LogMode = new(
        ("stdout", Configuration.LogMode.Stdout),
        ("stderr", Configuration.LogMode.Stderr),
        ("file", Configuration.LogMode.File)
    );

    public static readonly ChoiceMap<EngineChoice> Engine = new(
        ("auto", EngineChoice.Auto),
        ("epoll", EngineChoice.Epoll),
        ("io_uring", EngineChoice.IoUring)
    );

    public static readonly ChoiceMap<AccessLogFormat> AccessLogFormat = new(
        ("json", Configuration.AccessLogFormat.Json),
        ("combined", Configuration.AccessLogFormat.Combined)
    );

    public static readonly ChoiceMap<MetricsEventForm> MetricsEvent = new(
        ("summary", MetricsEventForm.Summary),
        ("full", MetricsEventForm.Full)
    );
}
