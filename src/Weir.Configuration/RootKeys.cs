// Keys of the whole file.

using System.Collections.Immutable;
using Weir.Configuration.Clusters;
using Weir.Configuration.Keys;
using Weir.Configuration.Listeners;
using Weir.Configuration.Process;

namespace Weir.Configuration;

/// <summary>Keys of the whole file.</summary>
internal static class RootKeys
{
    public static readonly TextKey Schema = new(
        "$schema",
        null,
        "Where editors find this schema; not used otherwise."
    );

    public static readonly TextKey Instance = new(
        "instance",
        null,
        "Tells this instance from others in Via, so that it knows its own requests when they come back (508). Random at start without it."
    );

    public static readonly SectionKey Listen = new(
        "listen",
        ListenerKeys.Short,
        "The only listener, called default. Or use listeners."
    );

    public static readonly SectionListKey Listeners = new(
        "listeners",
        ListenerKeys.All,
        needsOne: true,
        "Addresses to listen at."
    );

    public static readonly SectionListKey Backends = new(
        "backends",
        BackendKeys.All,
        needsOne: true,
        "The backends of the only cluster, called default. Or use clusters."
    );

    public static readonly SectionMapKey Clusters = new(
        "clusters",
        ClusterKeys.All,
        "Groups of backends by name."
    );

    public static readonly SectionKey LoadBalancer = new(
        "loadBalancer",
        LoadBalancerKeys.All,
        "Defaults for all clusters, and the metrics interval."
    );

    public static readonly SectionKey Logging = new(
        "logging",
        LoggingKeys.All,
        "What is logged, and where."
    );

    public static readonly SectionKey Reactor = new("reactor", ReactorKeys.All, "The I/O threads.");

    public static readonly SectionKey Shutdown = new(
        "shutdown",
        ShutdownKeys.All,
        "How a graceful end goes."
    );

    public static readonly SectionKey Admin = new(
        "admin",
        AdminKeys.All,
        "The admin API and dashboard."
    );

    public static readonly SectionKey Scaling = new(
        "scaling",
        ScalingKeys.All,
        "Scaling signals, and the external scaler for KEDA."
    );

    public static readonly SectionKey AccessLog = new(
        "accessLog",
        AccessLogKeys.All,
        "One line for each http request."
    );

    public static readonly SectionKey Telemetry = new(
        "telemetry",
        TelemetryKeys.All,
        "Traces and metrics for an OpenTelemetry collector."
    );

    /// <summary>Every section there is, for the schema and for telling where a misplaced key belongs.</summary>
    public static readonly ImmutableArray<SectionKeys> Sections =
    [
        ListenerKeys.Short,
        ListenerKeys.All,
        RouteKeys.All,
        BackendKeys.All,
        ClusterKeys.All,
        HealthCheckKeys.All,
        LoadBalancerKeys.All,
        LoggingKeys.All,
        ReactorKeys.All,
        ShutdownKeys.All,
        AdminKeys.All,
        ScalingKeys.All,
        AccessLogKeys.All,
        TelemetryKeys.All,
    ];

    public static readonly SectionKeys All = new(
        "config",
        [
            Schema,
            Instance,
            Listen,
            Listeners,
            Backends,
            Clusters,
            LoadBalancer,
            Logging,
            Reactor,
            Shutdown,
            Admin,
            Scaling,
            AccessLog,
            Telemetry,
        ]
    )
    {
        Alternatives =
        [
            new(Listen, [Listeners], IsNeeded: true),
            new(Backends, [Clusters], IsNeeded: true),
        ],
    };
}
