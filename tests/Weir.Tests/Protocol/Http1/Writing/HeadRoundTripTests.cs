// Rewriting as a whole: what comes out parses again, says the same about the body, and fits or is refused.
using CsCheck;
using Shouldly;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Protocol.Http1.Parsing;
using Weir.Protocol.Http1.Writing;
using Weir.Tests.Budgets;
using Xunit;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Protocol.Http1.Writing;

public class HeadRoundTripTests
{
    private const int MostGrowth = 512; // of the hosts here, three times, and what this proxy adds
    private const string Date = "Sun, 06 Nov 1994 08:49:37 GMT";

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
                    string once = Rewriting.Request(text, trusted);
                    RequestParse parse = Wire.Accepted(once, out RequestHead after);
                    once.Length.ShouldBeLessThanOrEqualTo(text.Length + MostGrowth);
                    parse.HeadLength.ShouldBe(once.Length);
                    after.Method.ShouldBe(before.Method);
                    after.Body.ShouldBe(before.Body);
                    after.ContentLength.ShouldBe(before.ContentLength);
                    after.WantsUpgrade.ShouldBe(before.WantsUpgrade);
                    after.ExpectsContinue.ShouldBe(before.ExpectsContinue);
                    parse.KeepAlive.ShouldBeTrue();
                    parse.IsAbsoluteForm.ShouldBeFalse();
                    Wire.Text(after.Host(Wire.Bytes(once)))
                        .ShouldBe(Wire.Text(before.Host(Wire.Bytes(text))));
                    Wire.Field(once, "Keep-Alive").ShouldBeNull();
                    Wire.Field(once, "Proxy-Connection").ShouldBeNull();
                    Wire.Field(once, "X-Request-Id")!.ShouldNotContain("|");
                    Wire.Field(once, "Via")!.ShouldEndWith("1.1 weir-1");

                    // A second hop changes nothing about the framing.
                    RequestHead again = Wire.ValidRequest(Rewriting.Request(once, trusted));
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
                    string once = Rewriting.Response(
                        text,
                        new ResponseFraming { Close = true },
                        requestId: "ours",
                        date: Date
                    );
                    ResponseParse parse = Wire.Accepted(
                        once,
                        HttpMethod.Get,
                        out ResponseHead after
                    );
                    int marks = $"Via: 1.1 weir-1\r\nX-Request-Id: ours\r\nDate: {Date}\r\n".Length;
                    once.Length.ShouldBeLessThanOrEqualTo(
                        text.Length + ResponseHeadWriter.MaxGrowth + marks
                    );
                    parse.HeadLength.ShouldBe(once.Length);
                    after.StatusCode.ShouldBe(before.StatusCode);
                    after.Body.ShouldBe(before.Body);
                    after.ContentLength.ShouldBe(before.ContentLength);
                    parse.KeepAlive.ShouldBeFalse();
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
        var edits = new HeadEdits();
        var attempt = new RequestAttempt { Host = "b"u8, TraceParent = "c"u8 };
        edits.Add(FieldName.Via, "1.1 x"u8);
        byte[] room = new byte[1024];
        int requestSize = RequestHeadWriter.Write(request, requestHead, edits, attempt, room);
        int responseSize = ResponseHeadWriter.Write(response, responseHead, edits, default, room);
        for (int size = 0; size <= 1024; size++)
        {
            byte[] destination = new byte[size];
            RequestHeadWriter
                .Write(request, requestHead, edits, attempt, destination)
                .ShouldBe(size < requestSize ? -1 : requestSize);
            ResponseHeadWriter
                .Write(response, responseHead, edits, default, destination)
                .ShouldBe(size < responseSize ? -1 : responseSize);
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
        var edits = new HeadEdits();
        AllocatedBytes
            .Of(
                () =>
                {
                    var facts = new ForwardingFacts
                    {
                        ClientAddress = "::1"u8,
                        ClientNode = "\"[::1]\""u8,
                        RequestId = "id"u8,
                    };
                    edits.Clear();
                    ForwardingFields.Edit(source, request, facts, edits);
                    RequestHeadWriter.Write(source, request, edits, default, destination);
                    edits.Clear();
                    ResponseMarks.Edit(response, "w"u8, "id"u8, "now"u8, edits);
                    ResponseHeadWriter.Write(
                        answer,
                        response,
                        edits,
                        new ResponseFraming { Close = true },
                        destination
                    );
                    ErrorResponseWriter.Write(
                        destination,
                        new ErrorResponse { Status = 503, Close = true }
                    );
                },
                warmUp: 100,
                repetitions: 100
            )
            .ShouldBe(0);
    }
}
