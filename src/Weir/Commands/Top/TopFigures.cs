// What `weir top` shows: the differences between two looks as rates, the gauges of the later one.
using Weir.Admin.Views;
using Weir.Admin.Views.Live;
using Weir.Commands.Instance;

namespace Weir.Commands.Top;

/// <summary>One picture. Backends that need a look come first: not usable ones, then the busiest.</summary>
internal sealed record TopFigures
{
    public required VerdictView Verdict { get; init; }

    public required string Version { get; init; }

    public required string State { get; init; }

    public required double UptimeSeconds { get; init; }

    public required long Connections { get; init; }

    public required double RequestsPerSecond { get; init; }

    public required double FailuresPerSecond { get; init; }

    public required double BytesInPerSecond { get; init; }

    public required double BytesOutPerSecond { get; init; }

    public required TopListener[] Listeners { get; init; }

    public required TopCluster[] Clusters { get; init; }

    public required TopBackend[] Backends { get; init; }

    public static TopFigures Between(TopSample before, TopSample after)
    {
        StatusView status = after.Status;
        var requests = new TopRates<(string, bool)>(
            before,
            after,
            "weir_requests_total",
            s => (s.Label("listener"), IsFinal(s))
        );
        var failures = new TopRates<bool>(before, after, "weir_failures_total", _ => true);
        var bytes = new TopRates<string>(
            before,
            after,
            "bytes_transferred_total",
            s => s.Label("direction")
        );
        return new TopFigures
        {
            Verdict = status.Verdict,
            Version = status.Version,
            State = status.State,
            UptimeSeconds = status.UptimeSeconds,
            Connections = status.ActiveConnections,
            RequestsPerSecond = status.Listeners.Sum(l => requests.PerSecond((l.Name, true))),
            FailuresPerSecond = failures.PerSecond(true),
            BytesInPerSecond = bytes.PerSecond("in"),
            BytesOutPerSecond = bytes.PerSecond("out"),
            Listeners =
            [
                .. status.Listeners.Select(l => new TopListener(
                    l.Name,
                    l.Address,
                    l.Mode,
                    l.Connections,
                    requests.PerSecond((l.Name, true))
                )),
            ],
            Clusters = BuildClusters(before, after),
            Backends = BuildBackends(before, after),
        };
    }

    private static TopCluster[] BuildClusters(TopSample before, TopSample after)
    {
        var requests = new TopRates<(string, bool)>(
            before,
            after,
            "weir_requests_total",
            s => (s.Label("cluster"), IsFinal(s))
        );
        var errors = new TopRates<(string, bool)>(
            before,
            after,
            "weir_requests_total",
            s => (s.Label("cluster"), s.Label("code_class") is "5xx")
        );
        var failures = new TopRates<string>(
            before,
            after,
            "weir_failures_total",
            s => s.Label("cluster")
        );
        var latency = new TopLatency(
            before,
            after,
            "weir_request_duration_seconds_bucket",
            s => s.Label("cluster")
        );
        return
        [
            .. after.Status.Clusters.Select(c => new TopCluster(
                c.Name,
                c.Algorithm,
                c.Backends.Count(StatusTable.IsUsable),
                c.Backends.Length,
                c.Backends.Sum(b => b.InUse),
                c.Backends.Sum(b => b.Idle),
                requests.PerSecond((c.Name, true)),
                errors.PerSecond((c.Name, true)),
                failures.PerSecond(c.Name),
                latency.QuantileMs(c.Name, 0.5),
                latency.QuantileMs(c.Name, 0.99)
            )),
        ];
    }

    private static TopBackend[] BuildBackends(TopSample before, TopSample after)
    {
        var picks = new TopRates<(string, string)>(
            before,
            after,
            "weir_pool_acquires_total",
            s => (s.Label("cluster"), s.Label("backend"))
        );
        var reused = new TopRates<(string, string, bool)>(
            before,
            after,
            "weir_pool_acquires_total",
            s => (s.Label("cluster"), s.Label("backend"), s.Label("result") is "reused")
        );
        var errors = new TopRates<(string, string, bool)>(
            before,
            after,
            "weir_backend_responses_total",
            s => (s.Label("cluster"), s.Label("backend"), s.Label("code_class") is "5xx")
        );
        var answers = new TopLatency(
            before,
            after,
            "weir_backend_response_seconds_bucket",
            s => KeyOf(s.Label("cluster"), s.Label("backend"))
        );
        IEnumerable<TopBackend> all =
            from cluster in after.Status.Clusters
            from backend in cluster.Backends
            let rate = picks.PerSecond((cluster.Name, backend.Address))
            select new TopBackend(
                cluster.Name,
                backend.Address,
                StatusTable.HealthOf(backend),
                backend.State,
                backend.Weight,
                backend.InUse,
                backend.Idle,
                rate,
                rate > 0 ? reused.PerSecond((cluster.Name, backend.Address, true)) / rate : null,
                errors.PerSecond((cluster.Name, backend.Address, true)),
                answers.QuantileMs(KeyOf(cluster.Name, backend.Address), 0.5),
                backend.LastCheckOutcome,
                StatusTable.IsUsable(backend)
            );
        return
        [
            .. all.OrderBy(b => b.IsUsable)
                .ThenByDescending(b => b.ErrorsPerSecond)
                .ThenByDescending(b => b.InUse)
                .ThenByDescending(b => b.PicksPerSecond),
        ];
    }

    // No name of a cluster holds a line feed.
    private static string KeyOf(string cluster, string backend) => $"{cluster}\n{backend}";

    // Interim responses are not the answer to a request.
    private static bool IsFinal(MetricSample sample) => sample.Label("code_class") is not "1xx";
}
