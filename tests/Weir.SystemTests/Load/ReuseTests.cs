// How many connects are saved under the load of tools that others wrote.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Load;

[Collection(AloneCollection.Name)]
public sealed class ReuseTests
{
    [Fact]
    public async Task Nearly_every_request_of_wrk_reuses_a_connection()
    {
        await using Nginx nginx = await Nginx.StartAsync("wrk");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([nginx.Address], ("loadBalancer.connectionPoolSize", 128))
        );
        string said = await LoadTool.RunAsync(
            "/usr/bin/wrk",
            $"-t1 -c64 -d3s http://{weir.Endpoint}/"
        );
        said.ShouldNotContain("Non-2xx");
        said.ShouldNotContain("Socket errors");
        Metrics metrics = await weir.Admin.MetricsAsync();
        double all = metrics.Sum("weir_pool_acquires_total");
        double reused = metrics.Sum("weir_pool_acquires_total", ("result", "reused"));
        all.ShouldBeGreaterThan(1000);
        // The connects at the start, one for each client, are all that it takes, however short the run.
        double opened = metrics.Sum("weir_backend_connects_total", ("result", "ok"));
        opened.ShouldBeLessThanOrEqualTo(128);
        (all - reused).ShouldBe(opened);
        reused.ShouldBeGreaterThanOrEqualTo(double.Min(0.999 * all, all - 64));
    }

    [Fact]
    public async Task Nearly_every_connection_of_ab_finds_a_warm_one()
    {
        await using Nginx nginx = await Nginx.StartAsync("ab");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([nginx.Address], ("loadBalancer.connectionPoolSize", 128))
        );
        string said = await LoadTool.RunAsync(
            "/usr/bin/ab",
            $"-q -n 10000 -c 16 http://{weir.Endpoint}/"
        );
        said.ShouldContain("Complete requests:      10000");
        said.ShouldContain("Failed requests:        0");
        Metrics metrics = await weir.Admin.MetricsAsync();
        double all = metrics.Sum("weir_pool_acquires_total");
        all.ShouldBeInRange(10_000, 10_016); // ab opens a few more than it uses
        metrics
            .Sum("weir_pool_acquires_total", ("result", "warm"))
            .ShouldBeGreaterThanOrEqualTo(0.95 * all);
    }
}
