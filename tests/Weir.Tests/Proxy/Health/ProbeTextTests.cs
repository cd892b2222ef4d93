// What operators read about a check.
using System.Text;
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Proxy.Health;
using Weir.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Health;

public sealed class ProbeTextTests
{
    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(400, "0.4 ms")]
    [InlineData(3_999, "3 ms")]
    [InlineData(250_000, "250 ms")]
    [InlineData(1_500_000, "1.5 s")]
    [InlineData(5_000_000, "5 s")]
    [InlineData(61_234_567, "61.23 s")]
    public void Durations_are_short(long us, string text) => ProbeText.Duration(us).ShouldBe(text);

    [Fact]
    public void Every_way_to_fail_has_words_of_its_own()
    {
        string[] texts =
        [
            .. Enum.GetValues<IoStatus>()
                .Where(s => s is not (IoStatus.Ok or IoStatus.EndOfStream))
                .Select(s => ProbeText.OfConnect(s, 1_000)),
            ProbeText.OfLoss(IoStatus.EndOfStream, 1_000),
            ProbeText.OfLoss(IoStatus.Reset, 1_000),
        ];

        texts.ShouldBeUnique();
        texts.ShouldContain("connection refused");
    }

    [Fact]
    public void A_status_is_held_against_every_expected_range() =>
        ProbeText
            .OfStatus(503, new HealthCheckConfig { Expect = [new(200, 299), new(404, 404)] })
            .ShouldBe("status 503, expected 200-299, 404");

    [Fact]
    public void A_unix_socket_is_asked_as_localhost()
    {
        byte[] bytes = new byte[256];
        int length = ProbeText.WriteRequest(
            new HealthCheckConfig { Path = "/up" },
            EndpointAddress.FromUnixPath("/run/app.sock"),
            bytes
        );

        Encoding
            .ASCII.GetString(bytes, 0, length)
            .ShouldStartWith("GET /up HTTP/1.1\r\nHost: localhost\r\n");
    }

    [Fact]
    public void The_dot_of_a_complete_name_is_not_sent()
    {
        byte[] bytes = new byte[256];
        int length = ProbeText.WriteRequest(
            new HealthCheckConfig { Path = "/up" },
            EndpointAddress.FromHostAndPort("api.example.com.", 8080),
            bytes
        );

        Encoding
            .ASCII.GetString(bytes, 0, length)
            .ShouldContain("\r\nHost: api.example.com:8080\r\n");
    }

    [Fact]
    public void A_request_that_does_not_fit_is_none() =>
        ProbeText
            .WriteRequest(
                new HealthCheckConfig { Path = "/" + new string('x', 100) },
                EndpointAddress.FromHostAndPort("a.org", 80),
                new byte[100]
            )
            .ShouldBe(0);
}
