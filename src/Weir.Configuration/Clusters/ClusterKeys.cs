// Keys of one cluster. All but the backends may stand in loadBalancer too, as defaults for all.

using System.Collections.Immutable;
using Weir.Configuration.Keys;
using Weir.Configuration.Types;

namespace Weir.Configuration.Clusters;

/// <summary>Keys of one cluster. All but the backends may stand in loadBalancer too, as defaults for all.</summary>
internal static class ClusterKeys
{
    public static readonly KeyTable<ClusterConfig> All = new(
        "cluster",
        new ClusterConfig { Name = "", Backends = [] }
    )
    {
        Check = ClusterReader.Check,
    };

    public static readonly Key<ClusterConfig, ImmutableArray<BackendConfig>> Backends = All.Add(
        "backends",
        KeyTypes.Sections(BackendKeys.All, needsOne: true),
        c => c.Backends,
        (c, v) => c with { Backends = v },
        "Who does the work.",
        KeyTraits.Required | KeyTraits.ReadApart
    );

    public static readonly Key<ClusterConfig, BalancingAlgorithm> Algorithm = All.Add(
        "algorithm",
        KeyTypes.Choice(
            ("roundRobin", BalancingAlgorithm.RoundRobin),
            ("leastConnections", BalancingAlgorithm.LeastConnections),
            ("random", BalancingAlgorithm.Random),
            ("powerOfTwo", BalancingAlgorithm.PowerOfTwo)
        ),
        c => c.Algorithm,
        (c, v) => c with { Algorithm = v },
        "How a backend is chosen for new work.",
        KeyTraits.WrittenFirst
    );

    public static readonly Key<ClusterConfig, HealthCheckConfig> HealthCheck = All.Add(
        "healthCheck",
        KeyTypes.Section(HealthCheckKeys.All),
        c => c.HealthCheck,
        (c, v) => c with { HealthCheck = v },
        "How backends are checked."
    );

    public static readonly Key<ClusterConfig, int> ConnectionPoolSize = All.Add(
        "connectionPoolSize",
        KeyTypes.Integer(0, Limits.MaxConnectionPoolSize),
        c => c.ConnectionPoolSize,
        (c, v) => c with { ConnectionPoolSize = v },
        "Idle connections kept for each backend; 0: no pooling."
    );

    public static readonly Key<ClusterConfig, long> BackendCheckInterval = All.Add(
        "backendCheckInterval",
        KeyTypes.Duration,
        c => c.BackendCheckIntervalMs,
        (c, v) => c with { BackendCheckIntervalMs = v },
        "Time between two checks of a backend."
    );

    public static readonly Key<ClusterConfig, int> BackendFailureThreshold = All.Add(
        "backendFailureThreshold",
        KeyTypes.Integer(1, Limits.MaxThreshold),
        c => c.BackendFailureThreshold,
        (c, v) => c with { BackendFailureThreshold = v },
        "The N-th failure in a row makes a backend unhealthy."
    );

    public static readonly Key<ClusterConfig, int> SuccessThreshold = All.Add(
        "successThreshold",
        KeyTypes.Integer(1, Limits.MaxThreshold),
        c => c.SuccessThreshold,
        (c, v) => c with { SuccessThreshold = v },
        "Successful checks in a row that make a backend healthy."
    );

    public static readonly Key<ClusterConfig, long> ConnectionIdleTimeout = All.Add(
        "connectionIdleTimeout",
        KeyTypes.DurationOrZero,
        c => c.ConnectionIdleTimeoutMs,
        (c, v) => c with { ConnectionIdleTimeoutMs = v },
        "Time without a byte before a connection is closed; 0: never."
    );

    public static readonly Key<ClusterConfig, long> BackendConnectTimeout = All.Add(
        "backendConnectTimeout",
        KeyTypes.Duration,
        c => c.BackendConnectTimeoutMs,
        (c, v) => c with { BackendConnectTimeoutMs = v },
        "For each try to connect."
    );

    public static readonly Key<ClusterConfig, WhenAllUnhealthy> WhenAllUnhealthy = All.Add(
        "whenAllUnhealthy",
        KeyTypes.Choice(
            ("reject", Clusters.WhenAllUnhealthy.Reject),
            ("failOpen", Clusters.WhenAllUnhealthy.FailOpen)
        ),
        c => c.WhenAllUnhealthy,
        (c, v) => c with { WhenAllUnhealthy = v },
        "reject: 503 or a reset; failOpen: use them all the same."
    );

    public static readonly Key<ClusterConfig, int> Retries = All.Add(
        "retries",
        KeyTypes.Integer(0, Limits.MaxRetries),
        c => c.Retries,
        (c, v) => c with { Retries = v },
        "Further tries of a request that may be repeated; connect failures do not count."
    );

    public static readonly Key<ClusterConfig, long> ResponseTimeout = All.Add(
        "responseTimeout",
        KeyTypes.Duration,
        c => c.ResponseTimeoutMs,
        (c, v) => c with { ResponseTimeoutMs = v },
        "From the last byte of a request to the complete head of its response."
    );

    public static readonly Key<ClusterConfig, int> MaxConnections = All.Add(
        "maxConnections",
        KeyTypes.Integer(0, Limits.MaxConnections),
        c => c.MaxConnections,
        (c, v) => c with { MaxConnections = v },
        "In use on each backend at one time; 0: no limit."
    );

    public static readonly Key<ClusterConfig, int> TargetConcurrency = All.Add(
        "targetConcurrency",
        KeyTypes.Integer(0, Limits.MaxConnections),
        c => c.TargetConcurrency,
        (c, v) => c with { TargetConcurrency = v },
        "How many at one time each backend should have; the scaling signals ask for as many backends as that takes. 0: 70 % of maxConnections."
    );

    public static readonly Key<ClusterConfig, long> QueueTimeout = All.Add(
        "queueTimeout",
        KeyTypes.Duration,
        c => c.QueueTimeoutMs,
        (c, v) => c with { QueueTimeoutMs = v },
        "Longest wait for a backend at its limit."
    );

    public static readonly Key<ClusterConfig, int> MaxQueue = All.Add(
        "maxQueue",
        KeyTypes.Integer(0, Limits.MaxQueue),
        c => c.MaxQueue,
        (c, v) => c with { MaxQueue = v },
        "How many may wait for a backend at its limit."
    );

    public static readonly Key<ClusterConfig, TcpPooling> TcpPooling = All.Add(
        "tcpPooling",
        KeyTypes.Choice(
            ("warm", Clusters.TcpPooling.Warm),
            ("reuse", Clusters.TcpPooling.Reuse),
            ("off", Clusters.TcpPooling.Off)
        ),
        c => c.TcpPooling,
        (c, v) => c with { TcpPooling = v },
        "Pooling in tcp mode: warm keeps fresh connections ready, reuse takes used ones again, off connects on demand."
    );

    public static readonly Key<ClusterConfig, long> ReuseQuietTime = All.Add(
        "reuseQuietTime",
        KeyTypes.Duration,
        c => c.ReuseQuietTimeMs,
        (c, v) => c with { ReuseQuietTimeMs = v },
        "Silence asked of a backend before its connection is reused in tcp mode."
    );

    public static readonly Key<ClusterConfig, bool> TcpFastOpen = All.Add(
        "tcpFastOpen",
        KeyTypes.Boolean,
        c => c.TcpFastOpen,
        (c, v) => c with { TcpFastOpen = v },
        "In http mode: requests on new connections go out with the SYN (RFC 7413), to backends that allow it. A lost answer to the SYN may deliver such a request twice."
    );
}
