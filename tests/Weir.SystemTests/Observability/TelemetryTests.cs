// What the real program sends to an OpenTelemetry collector, and what it tells its backends of a trace.
using System.Text.Json.Nodes;
using OpenTelemetry.Proto.Metrics.V1;
using OpenTelemetry.Proto.Trace.V1;
using Weir.SystemTests.Support;
using static Weir.SystemTests.Observability.OtlpReceiver;

namespace Weir.SystemTests.Observability;

public sealed class TelemetryTests
{
    private const string CallersTrace = "0af7651916cd43dd8448eb211c80319c";
    private const string CallersSpan = "b7ad6b7169203331";
    private const string Caller = $"00-{CallersTrace}-{CallersSpan}-01";

    [Fact]
    public async Task A_request_without_a_trace_begins_one()
    {
        using TestBackend backend = TestBackend.Http();
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using WeirProcess weir = await StartAsync(receiver.Endpoint, backend);
        HttpMessage answer = await AskAsync(weir, "/shop?secret=1", "");

        string[] told = Told(backend.Requests.Single());
        Span[] spans = await receiver.TraceAsync(told[1]);
        spans.Length.ShouldBe(2);
        (Span server, Span client) = (spans[0], spans[1]);
        (server.Name, server.Kind).ShouldBe(("GET", Span.Types.SpanKind.Server));
        server.ParentSpanId.IsEmpty.ShouldBeTrue();
        (client.Name, client.Kind).ShouldBe(("GET", Span.Types.SpanKind.Client));
        client.ParentSpanId.ShouldBe(server.SpanId);
        told.ShouldBe(["00", Hex(client.TraceId), Hex(client.SpanId), "01"]);
        Of(server, "url.path").ShouldBe("/shop");
        Of(server, "client.address").ShouldBe("127.0.0.1");
        Of(server, "weir.listener").ShouldBe("default");
        Of(server, "weir.cluster").ShouldBe("default");
        Of(server, "weir.request_id").ShouldBe(answer.Field("X-Request-Id"));
        Of(server, "http.response.status_code").ShouldBe("200");
        Of(client, "server.port")
            .ShouldBe(backend.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Of(client, "weir.backend").ShouldBe(backend.Address);
        client.StartTimeUnixNano.ShouldBeInRange(server.StartTimeUnixNano, client.EndTimeUnixNano);
        client.EndTimeUnixNano.ShouldBeLessThanOrEqualTo(server.EndTimeUnixNano);
        Attribute(receiver.Resources.First().Attributes, "service.name").ShouldBe("edge");
    }

    [Fact]
    public async Task A_callers_trace_goes_on_if_the_caller_records_it()
    {
        using TestBackend backend = TestBackend.Http();
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using WeirProcess weir = await StartAsync(receiver.Endpoint, backend);
        const string Unrecorded = $"00-{CallersSpan}{CallersSpan}-{CallersSpan}-00";
        await AskAsync(weir, "/no", $"traceparent: {Unrecorded}\r\ntracestate: a=1\r\n");
        await AskAsync(weir, "/yes", $"traceparent: {Caller}\r\ntracestate: a=1, b=2\r\n");
        await AskAsync(weir, "/bad", $"traceparent: {Caller}-x\r\ntracestate: a=1\r\n");

        HttpMessage[] asked = [.. backend.Requests];
        asked[0].Field("traceparent").ShouldBe(Unrecorded);
        asked[0].Field("tracestate").ShouldBe("a=1");
        Span[] spans = await receiver.TraceAsync(CallersTrace);
        Hex(spans[0].ParentSpanId).ShouldBe(CallersSpan);
        spans.ShouldAllBe(span => span.TraceState == "a=1, b=2");
        asked[1].Field("traceparent").ShouldBe($"00-{CallersTrace}-{Hex(spans[1].SpanId)}-01");
        asked[1].Field("tracestate").ShouldBe("a=1, b=2");
        (await receiver.TraceAsync(Told(asked[2])[1]))[0].ParentSpanId.IsEmpty.ShouldBeTrue();
        Told(asked[2])[1].ShouldNotBe(CallersTrace);
        asked[2].Field("tracestate").ShouldBeNull();
        receiver.Spans.ShouldNotContain(span => Hex(span.TraceId) == Told(asked[0])[1]);
    }

    [Fact]
    public async Task Each_try_has_a_span_of_its_own()
    {
        using TestBackend dying = TestBackend.Start(connection => connection.ReadRequestAsync());
        using TestBackend refusing = TestBackend.Http();
        using TestBackend good = TestBackend.Http();
        refusing.StopListening();
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using WeirProcess weir = await StartAsync(receiver.Endpoint, dying, refusing, good);
        await Eventually.Until(
            async () =>
            {
                await AskAsync(weir, "/", "");
                return receiver.Spans.Count(IsFailed) >= 2
                    && receiver.Spans.Where(IsFailed).Select(Error).Distinct().Count() == 2;
            },
            "both bad backends were tried"
        );

        foreach (Span failed in receiver.Spans.Where(IsFailed))
        {
            Span[] trace = await receiver.TraceAsync(Hex(failed.TraceId));
            trace[0].Status.ShouldBeNull();
            Of(trace[^1], "weir.backend").ShouldBe(good.Address);
            Of(trace[^1], "http.request.resend_count").ShouldNotBeNull();
            good.Requests.Select(r => Told(r)[2]).ShouldContain(Hex(trace[^1].SpanId));
        }

        receiver
            .Spans.Where(IsFailed)
            .Select(Error)
            .Distinct()
            .Order()
            .ShouldBe(["connection_refused", "connection_terminated"]);
    }

    [Fact]
    public async Task Metrics_arrive_under_the_conventions_names_and_the_own_ones()
    {
        using TestBackend backend = TestBackend.Http();
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using WeirProcess weir = await StartAsync(receiver.Endpoint, backend);
        await AskAsync(weir, "/", "");
        await Eventually.Until(
            () => Durations(receiver).Any(point => point.Count == 1),
            "the duration of the request arrives"
        );
        HistogramDataPoint duration = Durations(receiver).Single(point => point.Count == 1);
        Attribute(duration.Attributes, "weir.cluster").ShouldBe("default");
        duration.Sum.ShouldBeInRange(0.000001, 20);
        receiver
            .Metrics["weir_requests_total"]
            .Sum.DataPoints.Sum(point => point.AsInt)
            .ShouldBe(1);
        receiver.Metrics["http.client.open_connections"].Sum.DataPoints.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_reload_moves_the_export_and_no_secret_is_shown()
    {
        using TestBackend backend = TestBackend.Http();
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        JsonObject config = TestConfig.Http([backend.Address]);
        await using WeirProcess weir = await WeirProcess.StartAsync(config);
        await AskAsync(weir, "/", $"traceparent: {Caller}x\r\n");
        backend.Requests.Single().Field("traceparent").ShouldBe(Caller + "x");

        weir.ReplaceConfig(
            config.With(
                ("telemetry.otlpEndpoint", receiver.Endpoint),
                ("telemetry.traces", 1),
                ("telemetry.headers.Authorization", "Bearer hush")
            )
        );
        await weir.Log.EventAsync("config_reloaded");
        await Eventually.Until(
            async () =>
            {
                await AskAsync(weir, "/", $"traceparent: {Caller}\r\n");
                return !receiver.Spans.IsEmpty;
            },
            "spans arrive"
        );
        receiver.Authorizations.ShouldAllBe(value => value == "Bearer hush");
        string shown = (await weir.Admin.JsonAsync("/api/v1/config")).GetRawText();
        shown.ShouldContain("Authorization");
        shown.ShouldNotContain("hush");
        (await weir.Admin.JsonAsync("/api/v1/config/values")).GetRawText().ShouldNotContain("hush");
        weir.Log.ToString().ShouldNotContain("hush");

        weir.ReplaceConfig(config.With(("telemetry.otlpEndpoint", "off")));
        await Eventually.Until(
            () => weir.Log.Named("config_reloaded").Count == 2,
            "the export is off"
        );
        await AskAsync(weir, "/last", $"traceparent: {Caller}\r\n");
        backend.Requests.Last().Field("traceparent").ShouldBe(Caller);
    }

    [Fact]
    public async Task What_the_collector_refuses_is_counted_and_told_and_costs_no_request()
    {
        using TestBackend backend = TestBackend.Http();
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(status: 401);
        await using WeirProcess weir = await StartAsync(receiver.Endpoint, backend);
        (await AskAsync(weir, "/", "")).Status.ShouldBe(200);
        await Eventually.Until(
            async () =>
                (await weir.Admin.MetricsAsync()).Value("weir_telemetry_dropped_total") == 1,
            "the drop is counted"
        );
        await weir.Log.EventAsync(
            "error",
            e => e.Text("source") == "telemetry" && e.Text("message")!.Contains("answered 401")
        );
    }

    [Fact]
    public async Task A_collector_that_comes_back_gets_what_waited()
    {
        using TestBackend backend = TestBackend.Http();
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync(status: 503);
        await using WeirProcess weir = await StartAsync(receiver.Endpoint, backend);
        await AskAsync(weir, "/", $"traceparent: {Caller}\r\n");
        await Eventually.Until(() => receiver.Paths.Contains("/v1/traces"), "it was asked");
        receiver.Status = 200;
        (await receiver.TraceAsync(CallersTrace)).Length.ShouldBe(2);
        (await weir.Admin.MetricsAsync()).Value("weir_telemetry_dropped_total").ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_collector_requests_go_on_and_what_finds_no_place_is_counted()
    {
        using TestBackend backend = TestBackend.Http();
        string gone;
        await using (OtlpReceiver receiver = await OtlpReceiver.StartAsync())
        {
            gone = receiver.Endpoint;
        }

        await using WeirProcess weir = await StartAsync(gone, backend);
        await weir.Log.EventAsync("error", e => e.Text("source") == "telemetry");
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        await Eventually.Until(
            async () =>
            {
                for (int i = 0; i < 200; i++)
                {
                    (await client.GetAsync()).Status.ShouldBe(200);
                }

                return (await weir.Admin.MetricsAsync()).Value("weir_telemetry_dropped_total") > 0;
            },
            "the queue is full",
            Eventually.ManyRequests
        );
        weir.Signal("TERM");
        (await weir.ExitCodeAsync()).ShouldBe(0);
    }

    private static Task<WeirProcess> StartAsync(string endpoint, params TestBackend[] backends) =>
        WeirProcess.StartAsync(
            TestConfig.Http(
                backends.Select(backend => backend.Address),
                ("loadBalancer.healthCheck", new { type = "none" }),
                ("telemetry.otlpEndpoint", endpoint),
                ("telemetry.traces", 1),
                ("telemetry.metrics", "100ms"),
                ("telemetry.serviceName", "edge")
            )
        );

    private static async Task<HttpMessage> AskAsync(WeirProcess weir, string path, string fields) =>
        await RawClient.OnceAsync(
            weir.Endpoint,
            $"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{fields}\r\n"
        );

    private static string[] Told(HttpMessage request) =>
        request.Field("traceparent").ShouldNotBeNull().Split('-');

    private static bool IsFailed(Span span) =>
        span.Kind == Span.Types.SpanKind.Client && span.Status is not null;

    private static string? Error(Span span) => Of(span, "error.type");

    private static string? Of(Span span, string name) => Attribute(span.Attributes, name);

    private static HistogramDataPoint[] Durations(OtlpReceiver receiver) =>
        receiver.Metrics.TryGetValue("http.server.request.duration", out Metric? metric)
            ? [.. metric.Histogram.DataPoints]
            : [];
}
