// The metrics against the truth, and against the tools that read them.
using System.Diagnostics;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Observability;

public sealed class MetricsTests
{
    [Fact]
    public async Task Every_metric_is_there_from_the_start_with_its_labels()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        Metrics metrics = await weir.Admin.MetricsAsync();
        (string, string)[] of = [("cluster", "default"), ("backend", backend.Address)];
        metrics.Has("active_connections_total").ShouldBeTrue();
        metrics.Has("connections_per_backend", of).ShouldBeTrue();
        metrics.Has("backend_health_status", of).ShouldBeTrue();
        metrics.Has("weir_pool_connections", of).ShouldBeTrue();
        foreach (
            (string name, string label, string values) in new[]
            {
                ("bytes_transferred_total", "direction", "in out"),
                ("weir_requests_total", "code_class", "1xx 2xx 3xx 4xx 5xx"),
                ("weir_pool_acquires_total", "result", "reused warm opened"),
                ("weir_pool_evictions_total", "reason", "overflow idle stale unhealthy"),
                ("weir_backend_connects_total", "result", "ok refused timeout unreachable error"),
                ("weir_timeouts_total", "kind", "idle header connect response stalled"),
                ("weir_health_checks_total", "result", "success failure"),
                ("weir_health_transitions_total", "to", "healthy unhealthy"),
                ("weir_config_reloads_total", "result", "success rejected"),
                ("weir_log_dropped_total", "log", "access events"),
            }
        )
        {
            foreach (string value in values.Split(' '))
            {
                metrics.Has(name, (label, value)).ShouldBeTrue($"{name}{{{label}=\"{value}\"}}");
            }
        }

        foreach (string name in new[] { "weir_retries_total", "weir_failures_total" })
        {
            metrics
                .Has(name, ("cluster", "default"), ("reason", "connection_refused"))
                .ShouldBeTrue();
        }

        foreach (
            string name in new[]
            {
                "weir_request_duration_seconds",
                "weir_backend_connect_duration_seconds",
            }
        )
        {
            metrics.Has(name + "_count", ("cluster", "default")).ShouldBeTrue();
            metrics.Has(name + "_sum", ("cluster", "default")).ShouldBeTrue();
            metrics.Has(name + "_bucket", ("cluster", "default"), ("le", "+Inf")).ShouldBeTrue();
        }

        metrics.Value("weir_build_info").ShouldBe(1);
        metrics.Text.ShouldContain("engine=\"");
    }

    [Fact]
    public async Task Promtool_finds_nothing_but_the_one_name_that_is_not_ours_to_choose()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/promtool"), "promtool is not installed");
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        await RawClient.GetAsync(weir.Endpoint);
        Metrics metrics = await weir.Admin.MetricsAsync();
        var start = new ProcessStartInfo("/usr/bin/promtool", "check metrics")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using Process promtool = Process.Start(start).ShouldNotBeNull();
        await promtool.StandardInput.WriteAsync(metrics.Text);
        promtool.StandardInput.Close();
        string said =
            await promtool.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)
            + await promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
        said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("active_connections_total ", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Bytes_transferred_are_the_bytes_that_http_clients_sent_and_got()
    {
        using TestBackend backend = TestBackend.Http((r, c) => c.RespondAsync(r.Body));
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        long sent = 0;
        long received = 0;
        for (int i = 0; i < 5; i++)
        {
            using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
            string body = new('x', i * 40_000);
            await client.ExchangeAsync(
                $"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: {body.Length}\r\n\r\n{body}"
            );
            // Our own answers count as well.
            await client.ExchangeAsync("GET nowhere HTTP/1.1\r\n\r\n");
            await client.ExpectEndAsync();
            sent += client.BytesSent;
            received += client.BytesReceived;
        }

        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics.Value("bytes_transferred_total", ("direction", "in")).ShouldBe(sent);
        metrics.Value("bytes_transferred_total", ("direction", "out")).ShouldBe(received);
    }

    [Fact]
    public async Task Bytes_transferred_are_the_bytes_that_tcp_clients_and_backends_saw()
    {
        using TestBackend backend = TestBackend.Echo("hello");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([backend.Address])
        );
        long sent = 0;
        long received = 0;
        for (int i = 0; i < 5; i++)
        {
            using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
            await client.SendAsync(new byte[i * 50_000]);
            client.EndSending();
            await client.ReadToEndAsync();
            sent += client.BytesSent;
            received += client.BytesReceived;
        }

        await weir.Admin.UntilAsync(
            m => m.Value("active_connections_total") == 0,
            "all sessions ended"
        );
        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics.Value("bytes_transferred_total", ("direction", "in")).ShouldBe(sent);
        metrics.Value("bytes_transferred_total", ("direction", "out")).ShouldBe(received);
        await Eventually.Until(() => backend.BytesReceived == sent, "the backend saw them all");
    }

    [Fact]
    public async Task Connections_are_counted_while_they_are_open()
    {
        using TestBackend one = TestBackend.Echo("x");
        using TestBackend two = TestBackend.Echo("x");
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Tcp([one.Address, two.Address])
        );
        var clients = new List<RawClient>();
        for (int i = 0; i < 10; i++)
        {
            clients.Add(await RawClient.ConnectAsync(weir.Endpoint));
            await clients[i].ReadTextAsync(1);
        }

        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics.Value("active_connections_total").ShouldBe(10);
        metrics.Value("connections_per_backend", ("backend", one.Address)).ShouldBe(5);
        metrics.Value("connections_per_backend", ("backend", two.Address)).ShouldBe(5);
        clients.ForEach(c => c.Dispose());
        await weir.Admin.UntilAsync(
            m => m.Value("active_connections_total") == 0 && m.Sum("connections_per_backend") == 0,
            "the counts go back"
        );
    }

    [Fact]
    public async Task The_full_metrics_event_says_the_same_under_the_same_names()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http(
                [backend.Address],
                ("loadBalancer.metricsInterval", "200ms"),
                ("logging.metricsEvent", "full")
            )
        );
        await RawClient.GetAsync(weir.Endpoint);
        Metrics metrics = await weir.Admin.MetricsAsync();
        LogEvent told = await weir.Log.EventAsync(
            "metrics",
            e =>
                e.Line.Contains("bytes_transferred_total", StringComparison.Ordinal)
                && e.Line.Contains(
                    metrics
                        .Value("bytes_transferred_total", ("direction", "out"))
                        .ToString(System.Globalization.CultureInfo.InvariantCulture),
                    StringComparison.Ordinal
                )
        );
        foreach (
            string name in new[]
            {
                "active_connections_total",
                "connections_per_backend",
                "backend_health_status",
                "weir_requests_total",
                "weir_pool_acquires_total",
                "weir_build_info",
            }
        )
        {
            told.Line.ShouldContain(name);
        }
    }
}
