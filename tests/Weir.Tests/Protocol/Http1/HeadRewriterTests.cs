// Rewriting as a whole: what comes out parses again, says the same about the body, and fits or is refused.
using CsCheck;
using Shouldly;
using Weir.Protocol.Http1;
using Xunit;
using HttpMethod = Weir.Protocol.Http1.HttpMethod;

namespace Weir.Tests.Protocol.Http1;

public class HeadRewriterTests
{
    private static readonly Gen<string> RequestFields = Gen.OneOf(
            "Accept: */*\r\n",
            "X-Custom:\r\n",
            "X-Custom: \t caf\u00e9 \r\n",
            "Connection: keep-alive, X-Custom\r\n",
            "Connection: close, Host, Content-Length, Transfer-Encoding, Via\r\n",
            "Connection: upgrade\r\n",
            "Upgrade: websocket\r\n",
            "Keep-Alive: timeout=5\r\n",
            "Proxy-Connection: close\r\n",
            "TE: gzip, trailers\r\n",
            "Via: 1.0 other\r\n",
            "X-Forwarded-For: 192.0.2.9\r\n",
            "X-Forwarded-Proto: https\r\n",
            "X-Forwarded-Port: 443\r\n",
            "Forwarded: for=192.0.2.9\r\n",
            "X-Request-Id: theirs\r\n",
            "Expect: 100-continue\r\n",
            "Trailer: X-Sum\r\n"
        )
        .Array[0, 12]
        .Select(string.Concat);

    private static readonly Gen<string> Framing = Gen.OneOf(
        "",
        "Content-Length: 0\r\n",
        "Content-Length: 0042\r\n",
        "Transfer-Encoding: Chunked\r\n"
    );

    private static readonly Gen<string> RequestStarts = Gen.OneOf(
        "GET / HTTP/1.1\r\nHost: a.example\r\n",
        "\r\nPOST /x?y HTTP/1.1\r\nhost:a.example:81\r\n",
        "PUT http://a.example/x HTTP/1.1\r\nHost: b\r\n",
        "OPTIONS http://a.example HTTP/1.1\r\nHost: b\r\n",
        "GET http://a.example?q HTTP/1.1\r\nHost: [::1]\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: a.example\r\n"
    );

    private static readonly Gen<string> ResponseFields = Gen.OneOf(
            "Server: x\r\n",
            "Set-Cookie:a=b\r\n",
            "Connection: keep-alive, Server\r\n",
            "Connection: close, Via, Content-Length\r\n",
            "Keep-Alive: timeout=5\r\n",
            "Upgrade: h2\r\n",
            "Via: 1.0 other\r\n",
            "X-Request-Id: theirs\r\n",
            "Proxy-Status: other\r\n",
            "Trailer: X-Sum\r\n"
        )
        .Array[0, 10]
        .Select(string.Concat);

    [Fact]
    public void A_rewritten_request_is_well_formed_and_says_the_same() =>
        Gen.Select(RequestStarts, RequestFields, Framing, Gen.Bool)
            .Sample(
                (start, fields, framing, trusted) =>
                {
                    string text = start + fields + framing + "\r\n";
                    RequestHead before = Wire.ValidRequest(text);
                    string once = Rewrite(text, trusted);
                    RequestHead after = Wire.ValidRequest(once);
                    int parts =
                        (3 * before.HostLength) + (2 * "192.0.2.1".Length) + "weir-1ours".Length;
                    once.Length.ShouldBeLessThanOrEqualTo(
                        text.Length + HeadRewriter.MaxRequestGrowth + parts
                    );
                    after.HeadLength.ShouldBe(once.Length);
                    after.Method.ShouldBe(before.Method);
                    after.Body.ShouldBe(before.Body);
                    after.ContentLength.ShouldBe(before.ContentLength);
                    after.WantsUpgrade.ShouldBe(before.WantsUpgrade);
                    after.ExpectsContinue.ShouldBe(before.ExpectsContinue);
                    after.KeepAlive.ShouldBeTrue();
                    after.IsAbsoluteForm.ShouldBeFalse();
                    Wire.Text(after.Host(Wire.Bytes(once)))
                        .ShouldBe(Wire.Text(before.Host(Wire.Bytes(text))));
                    Wire.Field(once, "Keep-Alive").ShouldBeNull();
                    Wire.Field(once, "Proxy-Connection").ShouldBeNull();
                    Wire.Field(once, "X-Request-Id")!.ShouldNotContain("|");
                    Wire.Field(once, "Via")!.ShouldEndWith("1.1 weir-1");

                    // A second hop changes nothing about the framing.
                    RequestHead again = Wire.ValidRequest(Rewrite(once, trusted));
                    again.Body.ShouldBe(before.Body);
                    again.ContentLength.ShouldBe(before.ContentLength);
                },
                iter: 2000
            );

    [Fact]
    public void A_rewritten_response_is_well_formed_and_says_the_same() =>
        Gen.Select(
                Gen.OneOf("200 OK", "304 Not Modified", "204 x", "426 ", "503 a b"),
                ResponseFields,
                Framing
            )
            .Sample(
                (status, fields, framing) =>
                {
                    string text = "HTTP/1.1 " + status + "\r\n" + fields + framing + "\r\n";
                    ResponseHead before = Wire.ValidResponse(text);
                    var rewrite = new ResponseRewrite
                    {
                        RequestId = "ours"u8,
                        Date = "Sun, 06 Nov 1994 08:49:37 GMT"u8,
                        Close = true,
                    };
                    string once = Rewrite(text, HttpMethod.Get, rewrite);
                    ResponseHead after = Wire.ValidResponse(once);
                    once.Length.ShouldBeLessThanOrEqualTo(
                        text.Length + HeadRewriter.MaxResponseGrowth + "weir-1ours".Length
                    );
                    after.HeadLength.ShouldBe(once.Length);
                    after.StatusCode.ShouldBe(before.StatusCode);
                    after.Body.ShouldBe(before.Body);
                    after.ContentLength.ShouldBe(before.ContentLength);
                    after.KeepAlive.ShouldBeFalse();
                    Wire.Field(once, "Keep-Alive").ShouldBeNull();
                    Wire.Field(once, "X-Request-Id").ShouldBe("ours");
                    Wire.Field(once, "Via")!.ShouldEndWith("1.1 weir-1");
                },
                iter: 2000
            );

    [Fact]
    public void What_does_not_fit_is_told_for_every_size()
    {
        const string Request = "GET /x HTTP/1.1\r\nHost: a\r\nX:y\r\nContent-Length: 5\r\n\r\n";
        const string Response = "HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 5\r\n\r\n";
        byte[] request = Wire.Bytes(Request);
        byte[] response = Wire.Bytes(Response);
        RequestHead requestHead = Wire.ValidRequest(Request);
        ResponseHead responseHead = Wire.ValidResponse(Response);
        int requestSize = HeadRewriter.WriteRequest(request, requestHead, default, new byte[1024]);
        int responseSize = HeadRewriter.WriteResponse(
            response,
            responseHead,
            default,
            new byte[1024]
        );
        for (int room = 0; room <= 1024; room++)
        {
            byte[] destination = new byte[room];
            HeadRewriter
                .WriteRequest(request, requestHead, default, destination)
                .ShouldBe(room < requestSize ? -1 : requestSize);
            HeadRewriter
                .WriteResponse(response, responseHead, default, destination)
                .ShouldBe(room < responseSize ? -1 : responseSize);
        }
    }

    [Fact]
    public void Rewriting_allocates_nothing()
    {
        const string Text =
            "POST /x HTTP/1.1\r\nHost: a\r\nConnection: X-A\r\nX-A:b\r\nVia: 1.0 x\r\nContent-Length: 5\r\n\r\n";
        const string Answer =
            "HTTP/1.1 200 OK\r\nConnection: X-A\r\nX-A: b\r\nContent-Length: 5\r\n\r\n";
        byte[] source = Wire.Bytes(Text);
        byte[] answer = Wire.Bytes(Answer);
        RequestHead request = Wire.ValidRequest(Text);
        ResponseHead response = Wire.ValidResponse(Answer);
        byte[] destination = new byte[1024];
        long before = 0;
        for (int round = 0; round < 200; round++)
        {
            before = round == 100 ? GC.GetAllocatedBytesForCurrentThread() : before;
            var rewrite = new RequestRewrite { ClientAddress = "::1"u8, RequestId = "id"u8 };
            HeadRewriter.WriteRequest(source, request, rewrite, destination);
            HeadRewriter.WriteResponse(
                answer,
                response,
                new ResponseRewrite { Close = true },
                destination
            );
            ErrorResponseWriter.Write(
                destination,
                new ErrorResponse { Status = 503, Close = true }
            );
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    internal static string Rewrite(
        string text,
        bool trusted,
        string client = "192.0.2.1",
        string fallback = ""
    )
    {
        RequestHead head = Wire.ValidRequest(text);
        byte[] room = new byte[4096];
        var rewrite = new RequestRewrite
        {
            ClientAddress = Wire.Bytes(client),
            PeerIsTrusted = trusted,
            Pseudonym = "weir-1"u8,
            RequestId = "ours"u8,
            FallbackHost = Wire.Bytes(fallback),
        };
        int written = HeadRewriter.WriteRequest(Wire.Bytes(text), head, rewrite, room);
        return Wire.Text(room.AsSpan(0, written));
    }

    internal static string Rewrite(
        string text,
        HttpMethod method,
        scoped in ResponseRewrite rewrite
    )
    {
        ResponseHead head = Wire.ValidResponse(text, method);
        byte[] room = new byte[4096];
        int written = HeadRewriter.WriteResponse(
            Wire.Bytes(text),
            head,
            rewrite with
            {
                Pseudonym = "weir-1"u8,
            },
            room
        );
        return Wire.Text(room.AsSpan(0, written));
    }
}
