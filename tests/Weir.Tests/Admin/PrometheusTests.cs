// The text of GET /metrics, read back strictly and by Prometheus' own linter.
using System.Diagnostics;
using Shouldly;
using Weir.Admin;
using Weir.Configuration;
using Weir.Proxy.Facts;
using Weir.Tests.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Admin;

public sealed class PrometheusTests
{
    private static readonly ProcessFigures Process = new(
        1.25,
        12,
        345_678_901,
        1_700_000_000.5,
        9_876_543_210
    );

    private static readonly (string Name, string Value)[] Backend =
    [
        ("cluster", "api"),
        ("backend", "127.0.0.1:9100"),
    ];

    private readonly TestMetrics _metrics = new();

    private PrometheusText Read() =>
        PrometheusText.Parse(Prometheus.Write(_metrics.Collector.Collect(), Process));

    [Fact]
    public void All_families_have_their_names_and_types()
    {
        Read()
            .Types.Select(t => $"{t.Key} {t.Value}")
            .ShouldBe(
                [
                    "active_connections_total gauge",
                    "connections_per_backend gauge",
                    "bytes_transferred_total counter",
                    "backend_health_status gauge",
                    "weir_requests_total counter",
                    "weir_request_duration_seconds histogram",
                    "weir_backend_connect_duration_seconds histogram",
                    "weir_pool_connections gauge",
                    "weir_pool_acquires_total counter",
                    "weir_pool_evictions_total counter",
                    "weir_backend_connects_total counter",
                    "weir_backend_responses_total counter",
                    "weir_backend_response_seconds histogram",
                    "weir_retries_total counter",
                    "weir_failures_total counter",
                    "weir_timeouts_total counter",
                    "weir_health_checks_total counter",
                    "weir_health_transitions_total counter",
                    "weir_scaling_arrivals_per_second gauge",
                    "weir_scaling_backend_time_seconds gauge",
                    "weir_scaling_concurrency gauge",
                    "weir_scaling_demand gauge",
                    "weir_scaling_queue_wait_seconds gauge",
                    "weir_scaling_saturation_ratio gauge",
                    "weir_scaling_utilisation_ratio gauge",
                    "weir_scaling_desired_backends gauge",
                    "weir_reactor_lag_seconds gauge",
                    "weir_shed_total counter",
                    "weir_internal_errors_total counter",
                    "weir_bulk_bytes_total counter",
                    "weir_config_reloads_total counter",
                    "weir_log_dropped_total counter",
                    "weir_telemetry_dropped_total counter",
                    "weir_build_info gauge",
                    "process_cpu_seconds_total counter",
                    "process_open_fds gauge",
                    "process_resident_memory_bytes gauge",
                    "process_start_time_seconds gauge",
                    "dotnet_gc_allocated_bytes_total counter",
                ],
                ignoreOrder: true
            );
    }

    [Theory]
    [InlineData("weir_pool_acquires_total", "result", "reused warm opened")]
    [InlineData("weir_pool_evictions_total", "reason", "overflow idle stale unhealthy")]
    [InlineData("weir_backend_connects_total", "result", "ok refused timeout unreachable error")]
    [InlineData("weir_backend_responses_total", "code_class", "1xx 2xx 3xx 4xx 5xx")]
    [InlineData("weir_health_checks_total", "result", "success failure")]
    [InlineData("weir_health_transitions_total", "to", "healthy unhealthy")]
    public void All_series_of_a_backend_exist_from_the_start(
        string name,
        string label,
        string values
    )
    {
        PrometheusText text = Read();
        string[] expected = values.Split(' ');
        text.Lines.Count(l => name.Equals(l.Name, StringComparison.Ordinal))
            .ShouldBe(expected.Length);
        foreach (string value in expected)
        {
            text.Value(name, [.. Backend, (label, value)]).ShouldBe(0);
        }
    }

    [Fact]
    public void Failures_and_retries_have_every_reason_from_the_start()
    {
        PrometheusText text = Read();
        for (FailureCode code = FailureCode.None + 1; (int)code < FailureCodes.Count; code++)
        {
            (string, string) reason = ("reason", FailureCodes.Text(code));
            text.Value("weir_failures_total", ("cluster", "api"), reason).ShouldBe(0);
            text.Value("weir_failures_total", ("cluster", ""), reason).ShouldBe(0);
            text.Value("weir_retries_total", ("cluster", "api"), reason).ShouldBe(0);
        }
    }

    [Fact]
    public void Requests_are_told_by_class_and_without_a_cluster_where_no_route_was_found()
    {
        _metrics.Worker.CountResponse(_metrics.Worker.NoCluster, 0, 404);
        _metrics.Worker.CountResponse(_metrics.Cluster, 0, 302);
        PrometheusText text = Read();

        double Requests(string cluster, string codeClass) =>
            text.Value(
                "weir_requests_total",
                ("listener", "web"),
                ("cluster", cluster),
                ("code_class", codeClass)
            );
        Requests("", "4xx").ShouldBe(1);
        Requests("api", "3xx").ShouldBe(1);
        Requests("api", "1xx").ShouldBe(0);
        text.Lines.Count(l => l.Name is "weir_requests_total").ShouldBe(10);
    }

    [Fact]
    public void Gauges_and_plain_counters_tell_what_was_counted()
    {
        _metrics.Worker.ActiveConnections = 7;
        _metrics.Worker.ClientBytes.BytesIn = 1_234_567_890_123_456;
        _metrics.Worker.Count(TimeoutKind.Header);
        _metrics.Backend.Take(inUse: 3, idle: 4);
        _metrics.Backend.Check(success: false, Defaults.BackendFailureThreshold);
        _metrics.Collector.CountReload(success: false);
        PrometheusText text = Read();

        text.Value("active_connections_total").ShouldBe(7);
        text.Value("bytes_transferred_total", ("direction", "in")).ShouldBe(1_234_567_890_123_456);
        text.Value("bytes_transferred_total", ("direction", "out")).ShouldBe(0);
        text.Value("weir_timeouts_total", ("kind", "header")).ShouldBe(1);
        text.Value("connections_per_backend", Backend).ShouldBe(3);
        text.Value("weir_pool_connections", Backend).ShouldBe(4);
        text.Value("backend_health_status", Backend).ShouldBe(0);
        text.Value("weir_config_reloads_total", ("result", "rejected")).ShouldBe(1);
        text.Value("weir_build_info", ("version", "1.2.3"), ("engine", "epoll")).ShouldBe(1);
        text.Value("process_cpu_seconds_total").ShouldBe(1.25);
        text.Value("process_start_time_seconds").ShouldBe(1_700_000_000.5);
    }

    [Fact]
    public void A_backend_of_unknown_health_counts_as_healthy() =>
        Read().Value("backend_health_status", Backend).ShouldBe(1);

    [Fact]
    public void Histograms_are_cumulative_and_in_seconds()
    {
        Histogram histogram = _metrics.Cluster.RequestDuration;
        histogram.Record(100); // on the bound: inclusive
        histogram.Record(1_500);
        histogram.Record(90_000_000);
        PrometheusText text = Read();

        double Bucket(string le) =>
            text.Value("weir_request_duration_seconds_bucket", ("cluster", "api"), ("le", le));
        Bucket("0.0001").ShouldBe(1);
        Bucket("0.001").ShouldBe(1);
        Bucket("0.0025").ShouldBe(2);
        Bucket("60").ShouldBe(2);
        Bucket("+Inf").ShouldBe(3);
        text.Value("weir_request_duration_seconds_count", ("cluster", "api")).ShouldBe(3);
        text.Value("weir_request_duration_seconds_sum", ("cluster", "api")).ShouldBe(90.0016);
    }

    [Fact]
    public void Label_values_come_back_as_they_were()
    {
        const string Odd = "a\"b\\c\nd é{},=";
        string text = Prometheus.Write(new TestMetrics(Odd).Collector.Collect());

        PrometheusText
            .Parse(text)
            .Value("connections_per_backend", ("cluster", Odd), ("backend", "127.0.0.1:9100"))
            .ShouldBe(0);
    }

    [Fact]
    public async Task Promtool_complains_of_nothing_but_the_one_name_that_was_given_to_us()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        var start = new ProcessStartInfo("promtool", ["check", "metrics"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process? promtool = null;
        try
        {
            promtool = System.Diagnostics.Process.Start(start);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("promtool (Debian's package prometheus) is not installed");
        }

        using (promtool)
        {
            await promtool!.StandardInput.WriteAsync(
                Prometheus.Write(_metrics.Collector.Collect(), Process)
            );
            promtool.StandardInput.Close();
            string complaints =
                await promtool.StandardOutput.ReadToEndAsync(stop)
                + await promtool.StandardError.ReadToEndAsync(stop);
            await promtool.WaitForExitAsync(stop);
            complaints
                .Trim()
                .ShouldBe(
                    "active_connections_total non-counter metrics should not have \"_total\" suffix"
                );
        }
    }
}
