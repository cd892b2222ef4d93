// The request that goes to the backend, rule by rule.
using Shouldly;
using Xunit;

namespace Weir.Tests.Protocol.Http1.Writing;

public class RequestHeadWriterTests
{
    [Fact]
    public void A_plain_request_is_passed_on_with_our_fields()
    {
        string text =
            "GET /a?b HTTP/1.1\r\nUser-Agent: x\r\nHOST: a.example:9000\r\nAccept:*/*\r\nCookie: \tc=d \r\n"
            + "Content-Length: 007\r\n\r\n";
        Rewriting
            .Request(text, trusted: false)
            .ShouldBe(
                "GET /a?b HTTP/1.1\r\nHost: a.example:9000\r\nUser-Agent: x\r\nAccept:*/*\r\nCookie: c=d\r\n"
                    + "Content-Length: 7\r\nX-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: http\r\n"
                    + "X-Forwarded-Host: a.example:9000\r\n"
                    + "Forwarded: for=192.0.2.1;host=\"a.example:9000\";proto=http\r\n"
                    + "Via: 1.1 weir-1\r\nX-Request-Id: ours\r\n\r\n"
            );
    }

    [Theory]
    [InlineData("", "theirs")]
    [InlineData("ours", "ours")]
    public void The_traceparent_passes_on_unless_the_attempts_takes_its_place(
        string given,
        string expected
    )
    {
        string text = "GET / HTTP/1.1\r\nHost: a\r\ntraceparent: theirs\r\n\r\n";
        string result = Rewriting.Request(text, trusted: false, traceParent: given);
        Wire.Field(result, "traceparent").ShouldBe(expected);
        result
            .EndsWith("\r\ntraceparent: ours\r\n\r\n", StringComparison.Ordinal)
            .ShouldBe(given.Length > 0);
    }

    [Theory]
    [InlineData("GET http://b:81/x?y HTTP/1.1", "GET /x?y HTTP/1.1", "b:81")]
    [InlineData("GET http://b HTTP/1.1", "GET / HTTP/1.1", "b")]
    [InlineData("GET http://b?y HTTP/1.1", "GET /?y HTTP/1.1", "b")]
    [InlineData("OPTIONS http://b HTTP/1.1", "OPTIONS * HTTP/1.1", "b")]
    [InlineData("OPTIONS http://b?y HTTP/1.1", "OPTIONS /?y HTTP/1.1", "b")]
    [InlineData("OPTIONS * HTTP/1.1", "OPTIONS * HTTP/1.1", "a")]
    [InlineData("PURGE //x HTTP/1.9", "PURGE //x HTTP/1.1", "a")]
    public void The_target_becomes_the_origin_form_and_its_authority_the_host(
        string line,
        string to,
        string host
    )
    {
        string result = Rewriting.Request(line + "\r\nHost: a\r\n\r\n", trusted: false);
        result.ShouldStartWith(to + "\r\nHost: " + host + "\r\n");
        Wire.Field(result, "Host").ShouldBe(host);
        Wire.Field(result, "X-Forwarded-Host").ShouldBe(host);
    }

    [Fact]
    public void An_HTTP_1_0_request_becomes_1_1_and_gets_a_host_but_no_expectation()
    {
        string text = "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
        string result = Rewriting.Request(text, trusted: false, fallback: "b:80");
        result.ShouldStartWith("POST / HTTP/1.1\r\nHost: b:80\r\n");
        Wire.Field(result, "Expect").ShouldBeNull();
        Wire.Field(result, "X-Forwarded-Host").ShouldBeNull();
        Wire.Field(result, "Forwarded").ShouldBe("for=192.0.2.1;proto=http");
    }

    [Theory]
    [InlineData("Connection: close", "Connection", null)]
    [InlineData("Connection: keep-alive", "Connection", null)]
    [InlineData("Keep-Alive: timeout=5", "Keep-Alive", null)]
    [InlineData("Proxy-Connection: keep-alive", "Proxy-Connection", null)]
    [InlineData("Connection: x-hop\r\nX-Hop: 1\r\nX-Hop: 2", "X-Hop", null)]
    [InlineData("X-Hop: 1\r\nConnection: a\r\nConnection: b ,, X-HOP", "X-Hop", null)]
    [InlineData("Connection: x-ho\r\nX-Hop: 1", "X-Hop", "1")]
    [InlineData("Connection: trailer\r\nTrailer: X", "Trailer", null)]
    [InlineData("Trailer: X", "Trailer", "X")]
    [InlineData("Upgrade: websocket", "Upgrade", null)]
    [InlineData(
        "Upgrade: h2c\r\nConnection: upgrade, HTTP2-Settings\r\nHTTP2-Settings: x",
        "Upgrade",
        null
    )]
    [InlineData(
        "Upgrade: h2c\r\nConnection: upgrade, HTTP2-Settings\r\nHTTP2-Settings: x",
        "HTTP2-Settings",
        null
    )]
    [InlineData("Upgrade: websocket\r\nConnection: Upgrade", "Upgrade", "websocket")]
    [InlineData("Upgrade: websocket\r\nConnection: Upgrade", "Connection", "upgrade")]
    [InlineData("TE: gzip", "TE", null)]
    [InlineData("TE: gzip, trailers", "TE", "trailers")]
    [InlineData("TE: trailers\r\nConnection: TE", "Connection", "TE")]
    [InlineData(
        "TE: trailers\r\nUpgrade: x\r\nConnection: TE, upgrade",
        "Connection",
        "upgrade, TE"
    )]
    [InlineData("Proxy-Authorization: Basic x", "Proxy-Authorization", "Basic x")]
    [InlineData("Expect: 100-continue\r\nConnection: expect", "Expect", "100-continue")]
    public void Hop_by_hop_fields_end_here(string fields, string name, string? expected)
    {
        string text = "GET / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n\r\n";
        Wire.Field(Rewriting.Request(text, trusted: false), name).ShouldBe(expected);
    }

    [Fact]
    public void A_client_cannot_list_away_what_frames_or_routes_or_what_we_vouch_for()
    {
        string text =
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nVia: 1.1 x\r\nConnection: Host, Content-Length, Via\r\n"
            + "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Port: 1\r\n"
            + "Connection: X-Forwarded-For, X-Forwarded-Proto, X-Forwarded-Port, Forwarded, X-Request-Id\r\n\r\n";
        string result = Rewriting.Request(text, trusted: true);
        Wire.Field(result, "Host").ShouldBe("a");
        Wire.Field(result, "Content-Length").ShouldBe("5");
        Wire.Field(result, "Via").ShouldBe("1.1 x | 1.1 weir-1");
        Wire.Field(result, "X-Forwarded-For").ShouldBe("9.9.9.9, 192.0.2.1");
        Wire.Field(result, "X-Forwarded-Proto").ShouldBe("https");
        Wire.Field(result, "X-Forwarded-Port").ShouldBe("1");
        Wire.Field(result, "X-Request-Id").ShouldBe("ours");
        text = text.Replace(
                "Content-Length: 5",
                "Transfer-Encoding: chunked",
                StringComparison.Ordinal
            )
            .Replace("Content-Length", "Transfer-Encoding", StringComparison.Ordinal);
        Wire.Field(Rewriting.Request(text, trusted: false), "Transfer-Encoding")
            .ShouldBe("chunked");
    }

    [Theory]
    [InlineData("Content-Length: 0", "Content-Length", "0")]
    [InlineData("Content-Length: 9223372036854775807", "Content-Length", "9223372036854775807")]
    [InlineData("Transfer-Encoding: CHUNKED", "Transfer-Encoding", "chunked")]
    [InlineData("Accept: x", "Content-Length", null)]
    public void Framing_is_stated_once_and_canonically(string field, string name, string? expected)
    {
        string text = "POST / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n";
        Wire.Field(Rewriting.Request(text, trusted: false), name).ShouldBe(expected);
    }

    [Theory]
    [InlineData(true, "X-Request-Id: theirs", "theirs")]
    [InlineData(false, "X-Request-Id: theirs", "ours")]
    [InlineData(true, "X-Request-Id: a b", "ours")]
    [InlineData(true, "X-Request-Id: a\r\nX-Request-Id: b", "ours")]
    [InlineData(true, "Accept: x", "ours")]
    public void The_request_id_is_a_trusted_peers_or_ours(
        bool trusted,
        string field,
        string expected
    )
    {
        string text = "GET / HTTP/1.1\r\nHost: a\r\n" + field + "\r\n\r\n";
        Wire.Field(Rewriting.Request(text, trusted), "X-Request-Id").ShouldBe(expected);
    }
}
