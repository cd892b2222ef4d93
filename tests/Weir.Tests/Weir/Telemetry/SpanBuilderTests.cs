// What spans say of requests.
using System.Globalization;
using Google.Protobuf.Collections;
using OpenTelemetry.Proto.Common.V1;
using OpenTelemetry.Proto.Trace.V1;
using Shouldly;
using Weir.Proxy.Events;
using Weir.Proxy.Primitives;
using Weir.Telemetry;
using Weir.Tests.Protocol;
using Xunit;

namespace Weir.Tests.Telemetry;

public sealed class SpanBuilderTests
{
    private static readonly DateTimeOffset s_end = DateTimeOffset.UnixEpoch.AddSeconds(100);

    private readonly RequestTrace _trace = new(0xabc, parentId: 0xdef, flags: 1, seed: 3)
    {
        State = "a=1",
        Host = "shop.example:81",
    };

    private AccessRecord _record = new()
    {
        Texts = new RequestTexts(),
        Listener = "web",
        Route = "shop",
        Cluster = "api",
        Backend = "[::1]:8080",
        Client = SocketEndpoint.FromAddress(System.Net.IPAddress.Parse("192.0.2.7"), 1234),
        Status = 200,
        DurationUs = 2_000_000,
        HttpMinorVersion = 1,
    };

    [Fact]
    public void A_request_is_a_span_of_kind_server_and_its_try_one_of_kind_client()
    {
        Say("GET", "/a/b?secret");
        _trace.OnStep(FailureStepKind.Connecting, 8_500_000, "[::1]:8080", null, 0);
        _trace.OnStep(FailureStepKind.Responded, 9_000_000, "[::1]:8080", null, 200);
        _trace.EndAttempt(9_500_000, null);
        Span[] spans = Build();

        spans.Length.ShouldBe(2);
        Span server = spans[0];
        (server.Name, server.Kind).ShouldBe(("GET", Span.Types.SpanKind.Server));
        Hex(server.TraceId).ShouldBe("00000000000000000000000000000abc");
        Hex(server.ParentSpanId).ShouldBe("0000000000000def");
        (server.TraceState, server.Flags).ShouldBe(("a=1", 0x301u));
        (server.StartTimeUnixNano, server.EndTimeUnixNano).ShouldBe(
            (98_000_000_000UL, 100_000_000_000UL)
        );
        server.Status.ShouldBeNull();
        All(server)
            .ShouldBe(
                "http.request.method=GET url.path=/a/b url.scheme=http server.address=shop.example server.port=81 "
                    + "client.address=192.0.2.7 network.protocol.version=1.1 user_agent.original=t/1 weir.listener=web "
                    + "weir.route=shop weir.cluster=api weir.backend=[::1]:8080 weir.request_id=id1 "
                    + "http.response.status_code=200"
            );

        Span client = spans[1];
        (client.Name, client.Kind).ShouldBe(("GET", Span.Types.SpanKind.Client));
        client.TraceId.ShouldBe(server.TraceId);
        client.ParentSpanId.ShouldBe(server.SpanId);
        (client.TraceState, client.Flags).ShouldBe(("a=1", 0x101u));
        (client.StartTimeUnixNano, client.EndTimeUnixNano).ShouldBe(
            (98_500_000_000UL, 99_500_000_000UL)
        );
        All(client)
            .ShouldBe(
                "http.request.method=GET url.full=http://[::1]:8080/a/b server.address=::1 server.port=8080 "
                    + "network.protocol.version=1.1 weir.cluster=api weir.backend=[::1]:8080 http.response.status_code=200"
            );
    }

    [Fact]
    public void A_failed_try_says_why_and_the_next_one_that_it_is_the_next()
    {
        Say("POST", "http://other.example/x?y");
        _trace.OnStep(FailureStepKind.Connecting, 1, "unix:/run/a.sock", null, 0);
        _trace.OnStep(FailureStepKind.BackendFailed, 2, null, "connection_refused", 0);
        _trace.OnStep(FailureStepKind.Reused, 3, "b:80", null, 0);
        _trace.OnStep(FailureStepKind.Responded, 4, "b:80", null, 503);
        _record = _record with { Status = 503 };
        Span[] spans = Build();

        spans.Length.ShouldBe(3);
        spans.ShouldAllBe(span => span.Status.Code == Status.Types.StatusCode.Error);
        Of(spans[0], "url.path").ShouldBe("/x");
        Of(spans[0], "error.type").ShouldBe("503");
        Of(spans[1], "server.address").ShouldBe("/run/a.sock");
        Of(spans[1], "url.full").ShouldBeNull();
        Of(spans[1], "error.type").ShouldBe("connection_refused");
        Of(spans[1], "http.response.status_code").ShouldBeNull();
        Of(spans[1], "http.request.resend_count").ShouldBeNull();
        Of(spans[2], "error.type").ShouldBe("503");
        Of(spans[2], "http.request.resend_count").ShouldBe("1");
    }

    [Theory]
    [InlineData(200, null, null, false)]
    [InlineData(404, null, null, false)]
    [InlineData(404, "no_route", "no_route", false)]
    [InlineData(500, null, "500", true)]
    [InlineData(502, "connection_refused", "connection_refused", true)]
    [InlineData(200, "http_response_incomplete", "http_response_incomplete", true)]
    [InlineData(499, "client_disconnected", "client_disconnected", true)]
    public void A_clients_own_mistake_is_no_error_of_the_server(
        int status,
        string? error,
        string? type,
        bool isError
    )
    {
        Say("GET", "/");
        _record = _record with { Status = status, Error = error };
        Span server = Build()[0];
        Of(server, "error.type").ShouldBe(type);
        (server.Status is not null).ShouldBe(isError);
        Of(server, "http.response.status_code")
            .ShouldBe(status == 499 ? null : status.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_method_that_the_conventions_do_not_know_makes_no_name()
    {
        Say("BREW", "*");
        Span span = Build()[0];
        span.Name.ShouldBe("HTTP");
        Of(span, "http.request.method").ShouldBe("_OTHER");
        Of(span, "http.request.method_original").ShouldBe("BREW");
        Of(span, "url.path").ShouldBe("*");
    }

    private void Say(string method, string target)
    {
        _record.Texts.Set(RequestText.Method, Wire.Bytes(method));
        _record.Texts.Set(RequestText.Path, Wire.Bytes(target));
        _record.Texts.Set(RequestText.UserAgent, Wire.Bytes("t/1"));
        _record.Texts.Set(RequestText.RequestId, Wire.Bytes("id1"));
    }

    private Span[] Build()
    {
        _trace.End(10_000_000, _record.Error);
        TracedRequest request = TracedRequest.Of(_record, _trace, s_end);
        _record.Texts.Clear(); // the session's, not ours
        var spans = new RepeatedField<Span>();
        SpanBuilder.Add(request, spans);
        return [.. spans];
    }

    private static string Hex(Google.Protobuf.ByteString bytes) =>
        Convert.ToHexStringLower(bytes.Span);

    private static string All(Span span) =>
        string.Join(' ', span.Attributes.Select(a => $"{a.Key}={Text(a.Value)}"));

    private static string? Of(Span span, string name) =>
        span.Attributes.SingleOrDefault(a => a.Key == name) is { } found ? Text(found.Value) : null;

    private static string Text(AnyValue value) =>
        value.ValueCase == AnyValue.ValueOneofCase.IntValue
            ? value.IntValue.ToString(CultureInfo.InvariantCulture)
            : value.StringValue;
}
