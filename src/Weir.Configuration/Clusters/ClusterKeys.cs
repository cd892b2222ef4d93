// Keys of one cluster. All but the backends may stand in loadBalancer too, as defaults for all.

using System.Collections.Immutable;
using Weir.Configuration.Keys;

namespace Weir.Configuration.Clusters;

/// <summary>Keys of one cluster. All but the backends may stand in loadBalancer too, as defaults for all.</summary>
internal static class ClusterKeys
{
    public static readonly ChoiceKey<BalancingAlgorithm> Algorithm = new(
        "algorithm",
        ChoiceMaps.Algorithm,
        BalancingAlgorithm.RoundRobin,
        "How a backend is chosen for new work."
    );

    public static readonly SectionKey HealthCheck = new(
        "healthCheck",
        HealthCheckKeys.All,
        "How backends are checked."
    );

    public static readonly IntegerKey ConnectionPoolSize = new(
        "connectionPoolSize",
        0,
        Limits.MaxConnectionPoolSize,
        Defaults.ConnectionPoolSize,
        "Idle connections kept for each backend; 0: no pooling."
    );

    public static readonly DurationKey BackendCheckInterval = new(
        "backendCheckInterval",
        Defaults.BackendCheckIntervalMs,
        false,
        "Time between two checks of a backend."
    );

    public static readonly IntegerKey BackendFailureThreshold = new(
        "backendFailureThreshold",
        1,
        Limits.MaxThreshold,
        Defaults.BackendFailureThreshold,
        "The N-th failure in a row makes a backend unhealthy."
    );

    public static readonly IntegerKey SuccessThreshold = new(
        "successThreshold",
        1,
        Limits.MaxThreshold,
        Defaults.SuccessThreshold,
        "Successful checks in a row that make a backend healthy."
    );

    public static readonly DurationKey ConnectionIdleTimeout = new(
        "connectionIdleTimeout",
        Defaults.ConnectionIdleTimeoutMs,
        true,
        "Time without a byte before a connection is closed; 0: never."
    );

    public static readonly DurationKey BackendConnectTimeout = new(
        "backendConnectTimeout",
        Defaults.BackendConnectTimeoutMs,
        false,
        "For each try to connect."
    );

    public static readonly ChoiceKey<WhenAllUnhealthy> WhenAllUnhealthy = new(
        "whenAllUnhealthy",
        ChoiceMaps.WhenAllUnhealthy,
        Clusters.WhenAllUnhealthy.Reject,
        "reject: 503 or a reset; failOpen: use them all the same."
    );

    public static readonly IntegerKey Retries = new(
        "retries",
        0,
        Limits.MaxRetries,
        Defaults.Retries,
        "Further tries of a request that may be repeated; connect failures do not count."
    );

    public static readonly DurationKey ResponseTimeout = new(
        "responseTimeout",
        Defaults.ResponseTimeoutMs,
        false,
        "From the last byte of a request to the complete head of its response."
    );

    public static readonly IntegerKey MaxConnections = new(
        "maxConnections",
        0,
        Limits.MaxConnections,
        0,
        "In use on each backend at one time; 0: no limit."
    );

    public static readonly IntegerKey TargetConcurrency = new(
        "targetConcurrency",
        0,
        Limits.MaxConnections,
        0,
        "How many at one time each backend should have; the scaling signals ask for as many backends as that takes. 0: 70 % of maxConnections."
    );

    public static readonly DurationKey QueueTimeout = new(
        "queueTimeout",
        Defaults.QueueTimeoutMs,
        false,
        "Longest wait for a backend at its limit."
    );

    public static readonly IntegerKey MaxQueue = new(
        "maxQueue",
        0,
        Limits.MaxQueue,
        Defaults.MaxQueue,
        "How many may wait for a backend at its limit."
    );

    public static readonly ChoiceKey<TcpPooling> TcpPooling = new(
        "tcpPooling",
        ChoiceMaps.TcpPooling,
        Clusters.TcpPooling.Warm,
        "Pooling in tcp mode: warm keeps fresh connections ready, reuse takes used ones again, off connects on demand."
    );

    public static readonly DurationKey ReuseQuietTime = new(
        "reuseQuietTime",
        Defaults.ReuseQuietTimeMs,
        false,
        "Silence asked of a backend before its connection is reused in tcp mode."
    );

    public static readonly BooleanKey TcpFastOpen = new(
        "tcpFastOpen",
        false,
        "In http mode: requests on new connections go out with the SYN (RFC 7413), to backends that allow it. A lost answer to the SYN may deliver such a request twice."
    );

    public static readonly SectionListKey Backends = new(
        "backends",
        BackendKeys.All,
        needsOne: true,
        "Who does the work."
    );

    public static readonly ImmutableArray<ConfigKey> Shared =
    [
        Algorithm,
        HealthCheck,
        ConnectionPoolSize,
        BackendCheckInterval,
        BackendFailureThreshold,
        SuccessThreshold,
        ConnectionIdleTimeout,
        BackendConnectTimeout,
        WhenAllUnhealthy,
        Retries,
        ResponseTimeout,
        MaxConnections,
        TargetConcurrency,
        QueueTimeout,
        MaxQueue,
        TcpPooling,
        ReuseQuietTime,
        TcpFastOpen,
    ];

    public static readonly SectionKeys All = new("cluster", [Backends, .. Shared])
    {
        Required = [Backends],
    };
}
