// The telemetry section.
using Shouldly;
using Weir.Configuration.Process;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Process;

public sealed class TelemetryReaderTests
{
    private const string Endpoint = "\"otlpEndpoint\": \"http://127.0.0.1:4318\"";

    [Fact]
    public void It_is_off_unless_an_endpoint_is_given()
    {
        ReadFine(WithRoot(""" "telemetry": {} """)).Telemetry.ShouldBe(new TelemetryConfig());
        ReadFine(With("\"otlpEndpoint\": \"off\"")).Telemetry.Endpoint.ShouldBeNull();
        TelemetryConfig telemetry = ReadFine(
            With(
                """
                "otlpEndpoint": "https://otel.example/collect/", "traces": 0.5, "metrics": "1m", "serviceName": "edge",
                "headers": { "authorization": "Bearer ${TOKEN}", "x-tenant": "a b" }
                """
            ),
            ("TOKEN", "secret")
        ).Telemetry;
        telemetry.Endpoint.ShouldBe("https://otel.example/collect");
        telemetry.Traces.ShouldBe(0.5);
        telemetry.MetricsMs.ShouldBe(60_000);
        telemetry.ServiceName.ShouldBe("edge");
        telemetry.Headers.ShouldBe([new("authorization", "Bearer secret"), new("x-tenant", "a b")]);
    }

    [Fact]
    public void Two_sections_are_equal_when_they_say_the_same()
    {
        string text = With(Endpoint + ", \"headers\": { \"a\": \"b\" }");
        ReadFine(text).Telemetry.ShouldBe(ReadFine(text).Telemetry);
        ReadFine(text).Telemetry.ShouldNotBe(ReadFine(With(Endpoint)).Telemetry);
    }

    [Theory]
    [InlineData("127.0.0.1:4318", "http://127.0.0.1:4318")]
    [InlineData("collector", "http://collector")]
    [InlineData("http://collector:4318/v1/traces", "http://collector:4318")]
    [InlineData("http://collector:4318/v1/metrics/", "http://collector:4318")]
    [InlineData("grpc://collector", null)]
    [InlineData("http://", null)]
    [InlineData("", null)]
    public void An_endpoint_that_is_none_is_told_with_what_was_probably_meant(
        string text,
        string? suggestion
    ) =>
        ReadError(With($"\"otlpEndpoint\": §\"{text}\""), "bad-endpoint")
            .Suggestion.ShouldBe(suggestion);

    [Theory]
    [InlineData("https://me:hush@collector")]
    [InlineData("https://collector?key=hush")]
    [InlineData("htp://me:hush@collector")]
    public void Credentials_do_not_belong_into_the_endpoint_and_are_not_repeated(string text) =>
        ReadError(With($"\"otlpEndpoint\": §\"{text}\""), "bad-endpoint")
            .ToString()
            .ShouldNotContain("hush");

    [Fact]
    public void The_port_of_the_other_protocol_is_warned_of() =>
        ReadWarning(With("\"otlpEndpoint\": §\"http://127.0.0.1:4317\""), "grpc-port");

    [Fact]
    public void Settings_without_an_endpoint_are_warned_of() =>
        ReadWarning(With("§\"traces\": 1"), "unused-key");

    [Theory]
    [InlineData("\"traces\": §2", "out-of-range")]
    [InlineData("\"metrics\": §\"soon\"", "bad-duration")]
    [InlineData("\"serviceName\": §\"\"", "bad-value")]
    [InlineData("\"headers\": §[]", "wrong-type")]
    [InlineData("\"headers\": { \"a\": §1 }", "wrong-type")]
    [InlineData("\"headers\": { §\"a b\": \"\" }", "bad-header")]
    [InlineData("\"headers\": { §\"Content-Type\": \"\" }", "bad-header")]
    public void A_value_that_cannot_be_is_told(string member, string code) =>
        ReadError(With($"{Endpoint}, {member}"), code);

    [Fact]
    public void A_headers_value_is_not_repeated() =>
        ReadError(With(Endpoint + ", \"headers\": { \"a\": §\"hush\\n\" }"), "bad-header")
            .ToString()
            .ShouldNotContain("hush");

    private static string With(string members) => WithRoot($$""" "telemetry": { {{members}} } """);
}
