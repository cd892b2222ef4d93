// Who is healthy, and since when.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Operations;

public sealed class HealthTests
{
    [Fact]
    public async Task A_dead_backend_turns_unhealthy_at_the_threshold_and_heals_by_a_check()
    {
        using TestBackend dying = TestBackend.Http("dying");
        using TestBackend other = TestBackend.Http("other");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [dying.Address, other.Address],
                ("loadBalancer.backendCheckInterval", "150ms"),
                ("loadBalancer.backendFailureThreshold", 3)
            )
        );
        await weir.Admin.UntilAsync(
            m =>
                m.Value(
                    "weir_health_checks_total",
                    ("backend", dying.Address),
                    ("result", "success")
                ) > 0,
            "it was checked"
        );
        dying.Kill();
        await weir.Admin.UntilAsync(
            m => m.Value("backend_health_status", ("backend", dying.Address)) == 0,
            "it is unhealthy"
        );
        LogEvent told = await weir.Log.EventAsync("backend_unhealthy");
        told.Text("backend").ShouldBe(dying.Address);
        told.Number("failures").ShouldBe(3);
        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics
            .Value("weir_health_checks_total", ("backend", dying.Address), ("result", "failure"))
            .ShouldBeGreaterThanOrEqualTo(3);
        metrics
            .Value("weir_health_transitions_total", ("backend", dying.Address), ("to", "unhealthy"))
            .ShouldBe(1);
        metrics.Value("backend_health_status", ("backend", other.Address)).ShouldBe(1);
        for (int i = 0; i < 4; i++)
        {
            (await RawClient.GetAsync(weir.Endpoint)).Body.ShouldBe("other");
        }

        dying.Revive();
        await weir.Admin.UntilAsync(
            m => m.Value("backend_health_status", ("backend", dying.Address)) == 1,
            "it is healthy again"
        );
        (await weir.Log.EventAsync("backend_healthy", after: told))
            .Text("backend")
            .ShouldBe(dying.Address);
        await Eventually.Until(
            async () => (await RawClient.GetAsync(weir.Endpoint)).Body == "dying",
            "traffic returns to it"
        );
    }

    [Fact]
    public async Task Refused_connects_of_live_traffic_count_as_failed_checks()
    {
        using TestBackend dying = TestBackend.Http("dying");
        using TestBackend other = TestBackend.Http("other");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [dying.Address, other.Address],
                ("loadBalancer.backendCheckInterval", "1h"),
                ("loadBalancer.backendFailureThreshold", 2),
                ("loadBalancer.connectionPoolSize", 0)
            )
        );
        await weir.Admin.UntilAsync(
            m => m.Sum("weir_health_checks_total", ("result", "success")) == 2,
            "the first checks are over"
        );
        dying.Kill();
        for (int i = 0; i < 8; i++)
        {
            (await RawClient.GetAsync(weir.Endpoint)).Body.ShouldBe("other");
        }

        await weir.Log.EventAsync("backend_unhealthy");
        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics
            .Value("weir_backend_connects_total", ("backend", dying.Address), ("result", "refused"))
            .ShouldBe(2);
    }

    [Fact]
    public async Task An_http_check_wants_the_expected_status()
    {
        string answer = "500 Broken";
        using TestBackend backend = TestBackend.Http(
            (r, c) => c.RespondAsync("x", status: r.Target == "/healthz" ? answer : "200 OK")
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [backend.Address],
                (
                    "loadBalancer.healthCheck",
                    new
                    {
                        type = "http",
                        path = "/healthz",
                        host = "check.me",
                    }
                ),
                ("loadBalancer.backendCheckInterval", "100ms"),
                ("loadBalancer.backendFailureThreshold", 2),
                ("loadBalancer.successThreshold", 2)
            )
        );
        await weir.Log.EventAsync("backend_unhealthy");
        (await RawClient.GetAsync(weir.Endpoint)).Status.ShouldBe(503);
        answer = "204 No Content";
        await weir.Log.EventAsync("backend_healthy");
        (await RawClient.GetAsync(weir.Endpoint)).Status.ShouldBe(200);
        HttpMessage check = backend.Requests.First(r => r.Target == "/healthz");
        check.Field("Host").ShouldBe("check.me");
    }

    [Fact]
    public async Task A_check_that_is_never_answered_fails_by_its_timeout()
    {
        using TestBackend silent = TestBackend.Start(Scripts.SwallowAsync);
        using var hole = new BlackHole();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [silent.Address, hole.Address],
                (
                    "loadBalancer.healthCheck",
                    new
                    {
                        type = "http",
                        path = "/",
                        timeout = "200ms",
                    }
                ),
                ("loadBalancer.backendCheckInterval", "100ms"),
                ("loadBalancer.backendFailureThreshold", 1)
            )
        );
        await weir.Log.EventAsync("backend_unhealthy", e => e.Text("backend") == silent.Address);
        await weir.Log.EventAsync("backend_unhealthy", e => e.Text("backend") == hole.Address);
    }

    [Fact]
    public async Task Fail_open_serves_when_all_look_unhealthy()
    {
        using TestBackend backend = TestBackend.Http(
            (r, c) => c.RespondAsync("x", status: r.Target == "/check" ? "500 No" : "200 OK")
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [backend.Address],
                ("loadBalancer.healthCheck", new { type = "http", path = "/check" }),
                ("loadBalancer.backendCheckInterval", "100ms"),
                ("loadBalancer.backendFailureThreshold", 1),
                ("loadBalancer.whenAllUnhealthy", "failOpen")
            )
        );
        await weir.Log.EventAsync("backend_unhealthy");
        (await RawClient.GetAsync(weir.Endpoint)).Status.ShouldBe(200);
        (await weir.Admin.StatusOfAsync("/readyz")).ShouldBe(200);
    }

    [Fact]
    public async Task A_turn_to_unhealthy_empties_the_pool()
    {
        bool healthy = true;
        using TestBackend backend = TestBackend.Http(
            (r, c) =>
                c.RespondAsync("x", status: r.Target == "/check" && !healthy ? "500 No" : "200 OK")
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [backend.Address],
                ("loadBalancer.healthCheck", new { type = "http", path = "/check" }),
                ("loadBalancer.backendCheckInterval", "100ms"),
                ("loadBalancer.backendFailureThreshold", 1)
            )
        );
        await RawClient.GetAsync(weir.Endpoint);
        await weir.Admin.UntilAsync(m => m.Sum("weir_pool_connections") == 1, "one is idle");
        healthy = false;
        await weir.Log.EventAsync("backend_unhealthy");
        await weir.Admin.UntilAsync(m => m.Sum("weir_pool_connections") == 0, "none is idle");
        (await weir.Admin.MetricsAsync())
            .Sum("weir_pool_evictions_total", ("reason", "unhealthy"))
            .ShouldBe(1);
    }
}
