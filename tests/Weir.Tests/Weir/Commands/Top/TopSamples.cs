// Two looks at a small load balancer, two seconds apart.
using Weir.Admin.Views;
using Weir.Admin.Views.Live;
using Weir.Commands.Top;

namespace Weir.Tests.Commands.Top;

internal static class TopSamples
{
    public static TopSample Before { get; } =
        Look(
            100,
            """
            weir_requests_total{listener="web",cluster="api",code_class="2xx"} 1000
            weir_requests_total{listener="web",cluster="api",code_class="5xx"} 10
            weir_pool_acquires_total{cluster="api",backend="a:1",result="reused"} 900
            weir_pool_acquires_total{cluster="api",backend="a:1",result="opened"} 100
            weir_request_duration_seconds_bucket{cluster="api",le="0.001"} 500
            weir_request_duration_seconds_bucket{cluster="api",le="0.01"} 1000
            weir_request_duration_seconds_bucket{cluster="api",le="+Inf"} 1010
            bytes_transferred_total{direction="in"} 4096
            """
        );

    public static TopSample After { get; } =
        Look(
            102,
            """
            weir_requests_total{listener="web",cluster="api",code_class="1xx"} 50
            weir_requests_total{listener="web",cluster="api",code_class="2xx"} 1080
            weir_requests_total{listener="web",cluster="api",code_class="5xx"} 30
            weir_pool_acquires_total{cluster="api",backend="a:1",result="reused"} 975
            weir_pool_acquires_total{cluster="api",backend="a:1",result="opened"} 125
            weir_request_duration_seconds_bucket{cluster="api",le="0.001"} 560
            weir_request_duration_seconds_bucket{cluster="api",le="0.01"} 1098
            weir_request_duration_seconds_bucket{cluster="api",le="+Inf"} 1110
            weir_failures_total{cluster="api",reason="connection_refused"} 4
            weir_backend_responses_total{cluster="api",backend="a:1",code_class="2xx"} 80
            weir_backend_responses_total{cluster="api",backend="a:1",code_class="5xx"} 20
            weir_backend_response_seconds_bucket{cluster="api",backend="a:1",le="0.001"} 60
            weir_backend_response_seconds_bucket{cluster="api",backend="a:1",le="+Inf"} 100
            bytes_transferred_total{direction="in"} 8192
            """
        );

    /// <summary>A look at a process that was started anew.</summary>
    public static TopSample Restarted { get; } =
        Look(104, """weir_requests_total{listener="web",cluster="api",code_class="2xx"} 20""");

    private static TopSample Look(double atSeconds, string metrics) =>
        new(
            new StatusView
            {
                Verdict = new VerdictView(
                    false,
                    [new("warning", "api: c:3 is down", "refused", "start it")]
                ),
                Version = "1.2.3",
                Engine = "epoll",
                Pid = 42,
                UptimeSeconds = 3661.5,
                State = "running",
                Workers = 2,
                ActiveConnections = 3,
                Listeners = [new ListenerView("web", "127.0.0.1:9000", "http", 3)],
                Clusters =
                [
                    new ClusterView(
                        "api",
                        "roundRobin",
                        [
                            new BackendView("a:1", "healthy", "ready", 1, 1, 2, null, "connected"),
                            new BackendView("b:2", "healthy", "ready", 1, 5, 0, null, null),
                            new BackendView("c:3", "unhealthy", "ready", 1, 0, 0, null, "refused"),
                            new BackendView("d:4", "healthy", "drain", 1, 0, 0, null, null),
                        ]
                    ),
                ],
                Totals = new TotalsView(0, 0, 0, 0),
            },
            MetricSample.ParseAll(metrics),
            atSeconds
        );
}
