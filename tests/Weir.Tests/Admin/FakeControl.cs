// A load balancer of which only the control side exists: living clusters, counters, and answers that a test sets.
using Weir.Admin;
using Weir.Admin.Failures;
using Weir.Configuration.Listeners;
using Weir.Configuration.Origins;
using Weir.Proxy.Backends;
using Weir.Proxy.Doctor;
using Weir.Proxy.Metrics;

namespace Weir.Tests.Admin;

internal sealed class FakeControl : IAdminControl
{
    private readonly ClusterState[] _clusters;

    public FakeControl() =>
        _clusters = TestClusters.Build(b => BackendChanged?.Invoke(b), "api", "a/b");

    /// <summary>Told of each change of a backend.</summary>
    public Action<BackendState>? BackendChanged { get; set; }

    public TestMetrics Metrics { get; } = new();

    public ReloadResult ReloadAnswer { get; set; } = new(ReloadOutcome.Applied, []);

    public AdminStatus Status { get; set; } =
        new()
        {
            Version = "1.2.3",
            Engine = "epoll",
            UptimeSeconds = 12.3456,
            Workers = 2,
            IsListening = true,
            IsDraining = false,
            Listeners = [new("web", "127.0.0.1:9000", ProxyMode.Http)],
        };

    public IReadOnlyList<ClusterState> Clusters => _clusters;

    public BackendState Tcp => _clusters[0].Backends[0];

    public BackendState Unix => _clusters[0].Backends[1];

    public MetricsSnapshot CollectMetrics(bool withBackends = true)
    {
        BackendCollections += withBackends ? 1 : 0;
        return Metrics.Collector.Collect(withBackends);
    }

    /// <summary>How often the figures of each backend were asked for.</summary>
    public int BackendCollections { get; private set; }

    public IReadOnlyList<ClusterScaling> Scaling => Metrics.Collector.Scaling;

    public FlightRecorder Failures { get; } = new();

    public string ConfigJson() => """{"admin":{"token":"***"}}""";

    public IReadOnlyList<DoctorFinding> Diagnose() =>
        [
            new(
                "a-code",
                FindingSeverity.Warning,
                "a message",
                "a remedy",
                "weir.json:1:2",
                "clusters.api"
            ),
        ];

    public IReadOnlyList<ConfigValue> ConfigValues() =>
        [
            new("admin.token", "***", ConfigValueOrigin.File, 3),
            new("clusters.api.retries", "1", ConfigValueOrigin.Default, 0),
        ];

    /// <summary>What operators did, oldest first.</summary>
    public List<OperatorAct> Acts { get; } = [];

    public void Audit(OperatorAct act) => Acts.Add(act);

    /// <summary>What was wrong with how it was used, oldest first.</summary>
    public List<string> Complaints { get; } = [];

    public void Complain(string what)
    {
        lock (Complaints)
        {
            Complaints.Add(what);
        }
    }

    public ReloadResult Reload() => ReloadAnswer;
}
