// wrk's 64 clients on three real nginx while one of them is killed, and while the configuration changes: wrk counts every failure.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Peers;

[Collection(AloneCollection.Name)]
public sealed class NginxUnderWrkTests : IAsyncLifetime
{
    private readonly List<Nginx> _nginx = [];
    private WeirProcess? _weir;

    private WeirProcess Weir => _weir.ShouldNotBeNull();

    public async ValueTask InitializeAsync()
    {
        foreach (string name in new[] { "one", "two", "three" })
        {
            _nginx.Add(await Nginx.StartAsync(name));
        }

        _weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [.. _nginx.Select(n => n.Address)],
                ("loadBalancer.backendCheckInterval", "250ms"),
                ("loadBalancer.connectionPoolSize", 128)
            )
        );
    }

    [Fact]
    public async Task A_kill_under_64_clients_fails_no_request_and_traffic_returns()
    {
        using LoadTool wrk = StartWrk(seconds: 6);
        Nginx victim = _nginx[1];
        await Weir.Admin.UntilAsync(m => AcquiresOf(m, victim) > 500, "it has traffic");
        await victim.KillAsync();
        await Weir.Admin.UntilAsync(m => HealthOf(m, victim) == 0, "it is unhealthy");
        double reached = AcquiresOf(await Weir.Admin.MetricsAsync(), victim);

        await victim.StartAsync();
        await Weir.Admin.UntilAsync(m => HealthOf(m, victim) == 1, "it is healthy again");
        await Weir.Admin.UntilAsync(m => AcquiresOf(m, victim) > reached + 500, "traffic returns");
        ShouldBeFlawless(await wrk.SaidAsync());
        Metrics end = await Weir.Admin.MetricsAsync();
        end.Sum("weir_failures_total")
            .ShouldBe(
                end.Sum("weir_failures_total", ("reason", "client_disconnected")) // wrk's own end
            );
    }

    [Fact]
    public async Task A_kill_of_a_hanging_backend_that_holds_all_64_clients_fails_no_request()
    {
        using LoadTool wrk = StartWrk(seconds: 3);
        Nginx victim = _nginx[1];
        await Weir.Admin.UntilAsync(m => AcquiresOf(m, victim) > 500, "it has traffic");
        Signals.Send(victim.Pid, "STOP");
        await Eventually.Until(
            async () =>
                (await Weir.Admin.BackendAsync(victim.Address)).GetProperty("inUse").GetInt32()
                == 64,
            "every client waits for it"
        );
        await victim.KillAsync();
        ShouldBeFlawless(await wrk.SaidAsync());
    }

    [Fact]
    public async Task Reloads_under_64_clients_fail_no_request()
    {
        using LoadTool wrk = StartWrk(seconds: 4);
        for (int reload = 1; reload <= 20; reload++)
        {
            // Every second configuration lacks a backend: its pool, checks and state come and go.
            int kept = reload % 2 == 0 ? 3 : 2;
            Weir.ReplaceConfig(
                TestConfig.Http(
                    [.. _nginx.Take(kept).Select(n => n.Address)],
                    ("loadBalancer.connectionPoolSize", 128)
                )
            );
            int count = reload;
            (await Weir.Admin.SendAsync("POST", "/api/v1/reload")).Status.ShouldBe(200);
            await Weir.Admin.UntilAsync(
                m => m.Value("weir_config_reloads_total", ("result", "success")) >= count,
                "the reload is counted"
            );
        }

        ShouldBeFlawless(await wrk.SaidAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_weir is not null)
        {
            await _weir.DisposeAsync();
        }

        foreach (Nginx nginx in _nginx)
        {
            await nginx.DisposeAsync();
        }
    }

    private static double HealthOf(Metrics metrics, Nginx nginx) =>
        metrics.Value("backend_health_status", ("backend", nginx.Address));

    private static double AcquiresOf(Metrics metrics, Nginx nginx) =>
        metrics.Sum("weir_pool_acquires_total", ("backend", nginx.Address));

    private void ShouldBeFlawless(string said)
    {
        said.ShouldContain("requests in");
        said.ShouldNotContain("Non-2xx", customMessage: Weir.Log.ToString());
        said.ShouldNotContain("Socket errors", customMessage: Weir.Log.ToString());
    }

    private LoadTool StartWrk(int seconds) =>
        LoadTool.Start("/usr/bin/wrk", $"-t1 -c64 -d{seconds}s http://{Weir.Endpoint}/");
}
