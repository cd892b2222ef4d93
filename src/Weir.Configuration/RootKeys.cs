// Keys of the whole file.

using System.Collections.Immutable;
using Weir.Configuration.Clusters;
using Weir.Configuration.Keys;
using Weir.Configuration.Listeners;
using Weir.Configuration.Process;
using Weir.Configuration.Types;

namespace Weir.Configuration;

/// <summary>Keys of the whole file.</summary>
internal static class RootKeys
{
    public static readonly KeyTable<WeirConfig> All = new(
        "config",
        new WeirConfig { Listeners = [], Clusters = [] }
    );

    public static readonly FormKey<string> Schema = All.AddKey(
        new FormKey<string>(
            "$schema",
            KeyTypes.Text,
            "Where editors find this schema; not used otherwise."
        )
    );

    public static readonly Key<WeirConfig, string?> Instance = All.Add(
        "instance",
        KeyTypes.OptionalTextWith(RootReader.CheckInstance),
        c => c.Instance,
        (c, v) => c with { Instance = v },
        "Tells this instance from others in Via, so that it knows its own requests when they come back (508). Random at start without it."
    );

    public static readonly FormKey<ListenerConfig> Listen = All.AddKey(
        new FormKey<ListenerConfig>(
            "listen",
            KeyTypes.Section(ListenerKeys.All, ListenerKeys.Short),
            "The only listener, called default. Or use listeners."
        )
    );

    public static readonly Key<WeirConfig, ImmutableArray<ListenerConfig>> Listeners = All.Add(
        "listeners",
        KeyTypes.Sections(ListenerKeys.All, needsOne: true),
        c => c.Listeners,
        (c, v) => c with { Listeners = v },
        "Addresses to listen at.",
        KeyTraits.ReadApart
    );

    public static readonly FormKey<ImmutableArray<BackendConfig>> Backends = All.AddKey(
        new FormKey<ImmutableArray<BackendConfig>>(
            "backends",
            ClusterKeys.Backends.Type,
            "The backends of the only cluster, called default. Or use clusters."
        )
    );

    public static readonly Key<WeirConfig, ImmutableArray<ClusterConfig>> Clusters = All.Add(
        "clusters",
        KeyTypes.SectionsByName(ClusterKeys.All, static cluster => cluster.Name),
        c => c.Clusters,
        (c, v) => c with { Clusters = v },
        "Groups of backends by name.",
        KeyTraits.ReadApart
    );

    public static readonly Key<WeirConfig, LoadBalancerConfig> LoadBalancer = All.Add(
        "loadBalancer",
        KeyTypes.Section(LoadBalancerKeys.OfProcess, LoadBalancerKeys.All),
        c => c.LoadBalancer,
        (c, v) => c with { LoadBalancer = v },
        "Defaults for all clusters, and the metrics interval.",
        KeyTraits.ReadApart
    );

    public static readonly Key<WeirConfig, LoggingConfig> Logging = All.Add(
        "logging",
        KeyTypes.Section(LoggingKeys.All),
        c => c.Logging,
        (c, v) => c with { Logging = v },
        "What is logged, and where."
    );

    public static readonly Key<WeirConfig, ReactorConfig> Reactor = All.Add(
        "reactor",
        KeyTypes.Section(ReactorKeys.All),
        c => c.Reactor,
        (c, v) => c with { Reactor = v },
        "The I/O threads."
    );

    public static readonly Key<WeirConfig, ShutdownConfig> Shutdown = All.Add(
        "shutdown",
        KeyTypes.Section(ShutdownKeys.All),
        c => c.Shutdown,
        (c, v) => c with { Shutdown = v },
        "How a graceful end goes."
    );

    public static readonly Key<WeirConfig, AdminConfig> Admin = All.Add(
        "admin",
        KeyTypes.Section(AdminKeys.All),
        c => c.Admin,
        (c, v) => c with { Admin = v },
        "The admin API and dashboard.",
        KeyTraits.WrittenLast
    );

    public static readonly Key<WeirConfig, ScalingConfig> Scaling = All.Add(
        "scaling",
        KeyTypes.Section(ScalingKeys.All),
        c => c.Scaling,
        (c, v) => c with { Scaling = v },
        "Scaling signals, and the external scaler for KEDA."
    );

    public static readonly Key<WeirConfig, AccessLogConfig> AccessLog = All.Add(
        "accessLog",
        KeyTypes.Section(AccessLogKeys.All),
        c => c.AccessLog,
        (c, v) => c with { AccessLog = v },
        "One line for each http request."
    );

    public static readonly Key<WeirConfig, TelemetryConfig> Telemetry = All.Add(
        "telemetry",
        KeyTypes.Section(TelemetryKeys.All),
        c => c.Telemetry,
        (c, v) => c with { Telemetry = v },
        "Traces and metrics for an OpenTelemetry collector.",
        KeyTraits.WrittenLast
    );

    public static readonly ImmutableArray<Alternative> Forms =
    [
        All.AddAlternative(new(Listen, [Listeners], IsNeeded: true)),
        All.AddAlternative(new(Backends, [Clusters], IsNeeded: true)),
    ];

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
}
