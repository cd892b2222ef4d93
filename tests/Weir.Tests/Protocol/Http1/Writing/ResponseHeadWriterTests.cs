// The response that goes to the client, rule by rule.
using Shouldly;
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Writing;
using Xunit;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Protocol.Http1.Writing;

public class ResponseHeadWriterTests
{
    [Fact]
    public void A_plain_response_is_passed_on_with_our_marks()
    {
        string text =
            "HTTP/1.0 200 Fine so far\r\nServer:x\r\nDate: y\r\nX-Request-Id: theirs\r\nContent-Length: 05\r\n\r\n";
        Rewriting
            .Response(text, requestId: "ours")
            .ShouldBe(
                "HTTP/1.1 200 Fine so far\r\nServer:x\r\nDate: y\r\nContent-Length: 5\r\nVia: 1.1 weir-1\r\n"
                    + "X-Request-Id: ours\r\n\r\n"
            );
    }

    [Theory]
    [InlineData("200 OK", "", "now")]
    [InlineData("304 Not Modified", "", "now")]
    [InlineData("200 OK", "date: then\r\n", "then")]
    [InlineData("103 Early Hints", "", null)]
    public void A_response_without_a_date_gets_one(string status, string fields, string? expected)
    {
        string text = "HTTP/1.1 " + status + "\r\n" + fields + "\r\n";
        var framing = new ResponseFraming { Chunk = true };
        Wire.Field(Rewriting.Response(text, framing, date: "now"), "Date").ShouldBe(expected);
    }

    [Fact]
    public void An_empty_reason_keeps_its_space() =>
        Rewriting
            .Response("HTTP/1.1 503\r\nContent-Length: 0\r\n\r\n")
            .ShouldBe("HTTP/1.1 503 \r\nContent-Length: 0\r\nVia: 1.1 weir-1\r\n\r\n");

    [Theory]
    [InlineData("Connection: x-hop\r\nX-Hop: 1", "X-Hop", null)]
    [InlineData("Connection: x-ho\r\nX-Hop: 1", "X-Hop", "1")]
    [InlineData("Connection: via\r\nVia: 1.1 x", "Via", "1.1 x | 1.1 weir-1")]
    [InlineData("Connection: keep-alive\r\nKeep-Alive: timeout=5", "Connection", null)]
    [InlineData("Connection: keep-alive\r\nKeep-Alive: timeout=5", "Keep-Alive", null)]
    [InlineData("Proxy-Connection: close", "Proxy-Connection", null)]
    [InlineData("TE: x", "TE", null)]
    [InlineData("Upgrade: h2", "Upgrade", null)]
    [InlineData("Trailer: X", "Trailer", "X")]
    [InlineData("Proxy-Status: other; error=x", "Proxy-Status", "other; error=x")]
    [InlineData(
        "WWW-Authenticate: NTLM\r\nWWW-Authenticate: Basic",
        "WWW-Authenticate",
        "NTLM | Basic"
    )]
    [InlineData("Set-Cookie: a\r\nSet-Cookie: b", "Set-Cookie", "a | b")]
    public void Hop_by_hop_fields_end_here(string fields, string name, string? expected)
    {
        string text = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + fields + "\r\n\r\n";
        Wire.Field(Rewriting.Response(text), name).ShouldBe(expected);
    }

    [Fact]
    public void Connection_says_what_the_session_decides()
    {
        const string Text = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        string Connection(in ResponseFraming framing) =>
            Wire.Field(Rewriting.Response(Text, framing), "Connection") ?? "none";
        Connection(default).ShouldBe("none");
        Connection(new ResponseFraming { Close = true }).ShouldBe("close");
        Connection(new ResponseFraming { KeepAlive10 = true }).ShouldBe("keep-alive");
        Connection(new ResponseFraming { KeepAlive10 = true, Close = true }).ShouldBe("close");
    }

    [Fact]
    public void A_close_framed_body_is_framed_anew_or_stays_so()
    {
        const string Text = "HTTP/1.1 200 OK\r\n\r\n";
        string chunked = Rewriting.Response(Text, new ResponseFraming { Chunk = true });
        Wire.Field(chunked, "Transfer-Encoding").ShouldBe("chunked");
        string kept = Rewriting.Response(Text, new ResponseFraming { DropFraming = true });
        Wire.Field(kept, "Transfer-Encoding").ShouldBeNull();
        Wire.ValidResponse(kept).Body.ShouldBe(BodyKind.UntilClose);
    }

    [Fact]
    public void A_chunked_body_is_chunked_once_or_its_framing_is_dropped()
    {
        const string Text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: CHUNKED\r\nTrailer: X\r\n\r\n";
        string chunked = Rewriting.Response(Text);
        Wire.Field(chunked, "Transfer-Encoding").ShouldBe("chunked");
        Wire.Field(chunked, "Trailer").ShouldBe("X");
        string dropped = Rewriting.Response(Text, new ResponseFraming { DropFraming = true });
        Wire.Field(dropped, "Transfer-Encoding").ShouldBeNull();
        Wire.Field(dropped, "Trailer").ShouldBeNull();
    }

    [Theory]
    [InlineData("200 OK", HttpMethod.Head, "5")]
    [InlineData("304 Not Modified", HttpMethod.Get, "5")]
    [InlineData("204 No Content", HttpMethod.Get, null)]
    public void A_length_without_body_is_told_where_it_means_something(
        string status,
        HttpMethod method,
        string? length
    )
    {
        string text = "HTTP/1.1 " + status + "\r\nContent-Length: 5\r\n\r\n";
        Wire.Field(Rewriting.Response(text, default, method), "Content-Length").ShouldBe(length);
    }

    [Fact]
    public void An_upgrade_passes_with_its_connection_option()
    {
        const string Text =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
        string result = Rewriting.Response(Text, new ResponseFraming { Upgrade = true });
        Wire.Field(result, "Connection").ShouldBe("upgrade");
        Wire.Field(result, "Upgrade").ShouldBe("websocket");
        const string Required =
            "HTTP/1.1 426 x\r\nConnection: close\r\nUpgrade: websocket\r\nContent-Length: 0\r\n\r\n";
        result = Rewriting.Response(Required, new ResponseFraming { Close = true });
        Wire.Field(result, "Connection").ShouldBe("upgrade, close");
        Wire.Field(result, "Upgrade").ShouldBe("websocket");
    }

    [Fact]
    public void An_interim_response_carries_neither_framing_nor_marks()
    {
        const string Text =
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\nContent-Length: 5\r\nConnection: close\r\n\r\n";
        Rewriting
            .Response(Text, new ResponseFraming { Close = true }, requestId: "ours")
            .ShouldBe("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
    }
}
