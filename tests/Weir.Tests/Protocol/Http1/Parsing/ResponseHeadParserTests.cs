// Status lines, limits and what a response head says about its connection.
using CsCheck;
using Shouldly;
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Parsing;
using Weir.Tests.Budgets;
using Xunit;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Protocol.Http1.Parsing;

public class ResponseHeadParserTests
{
    private static readonly string[] ValidHeads =
    [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.0 404 Not Found here\r\nServer: x\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 503\r\n\r\n",
        "HTTP/1.1 401 \r\nWWW-Authenticate: Basic realm=\"x\", NTLM\r\nTransfer-Encoding: chunked\r\n\r\n",
    ];

    [Theory]
    [InlineData("HTTP/1.1 200 OK", 200, 1, "OK")]
    [InlineData("HTTP/1.0 599 x  y", 599, 0, "x  y")]
    [InlineData("HTTP/1.7 100 ", 100, 1, "")]
    [InlineData("HTTP/1.1 204", 204, 1, "")]
    [InlineData("HTTP/1.1 200 \tcaf\u00e9", 200, 1, "\tcaf\u00e9")]
    public void A_status_line_has_version_code_and_maybe_a_reason(
        string line,
        int code,
        int minor,
        string reason
    )
    {
        string text = line + "\r\n\r\n";
        ResponseParse parse = Wire.Accepted(text, HttpMethod.Get, out ResponseHead head);
        head.StatusCode.ShouldBe(code);
        parse.MinorVersion.ShouldBe(minor);
        Wire.Text(head.Reason(Wire.Bytes(text))).ShouldBe(reason);
        head.IsInterim.ShouldBe(code == 100);
    }

    [Theory]
    [InlineData("X")]
    [InlineData("\r\n")]
    [InlineData("http/1.1 200 OK\r\n")]
    [InlineData("HTTP/2")]
    [InlineData("HTTP/0.9 200 OK\r\n")]
    [InlineData("HTTP/1.1\r\n")]
    [InlineData("HTTP/1.x 200 OK\r\n")]
    [InlineData("HTTP/1.1  200 OK\r\n")]
    [InlineData("HTTP/1.1\t200 OK\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n")]
    [InlineData("HTTP/1.1 2x0 OK\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n")]
    [InlineData("HTTP/1.1 099 OK\r\n")]
    [InlineData("HTTP/1.1 600 OK\r\n")]
    [InlineData("HTTP/1.1 200-OK\r\n")]
    [InlineData("HTTP/1.1 200 O\0K")]
    [InlineData("HTTP/1.1 200 OK\n")]
    [InlineData("HTTP/1.1 200 OK\rX")]
    [InlineData("HTTP/1.1 200 OK\r\nX : y\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: y\r\n z\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: y\n")]
    public void What_is_no_response_is_refused_at_once(string text)
    {
        ResponseParse parse = Wire.Response(text, HttpMethod.Get, out _);
        parse.Status.ShouldBe(ParseStatus.Invalid);
        parse.ErrorDetail.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("1.1", "Content-Length: 1\r\n", true)]
    [InlineData("1.1", "Content-Length: 1\r\nConnection: close\r\n", false)]
    [InlineData("1.0", "Content-Length: 1\r\n", false)]
    [InlineData("1.0", "Content-Length: 1\r\nConnection: keep-alive\r\n", true)]
    [InlineData("1.1", "Connection: keep-alive\r\n", false)]
    public void A_connection_persists_only_past_a_body_with_an_end(
        string version,
        string fields,
        bool expected
    ) =>
        Wire.Accepted("HTTP/" + version + " 200 OK\r\n" + fields + "\r\n", HttpMethod.Get, out _)
            .KeepAlive.ShouldBe(expected);

    [Theory]
    [InlineData(401, "WWW-Authenticate: NTLM", true)]
    [InlineData(401, "WWW-Authenticate: Basic realm=\"x\", negotiate abc==", true)]
    [InlineData(407, "Proxy-Authenticate: Negotiate", true)]
    [InlineData(401, "WWW-Authenticate: Basic realm=\"NTLM\"", false)]
    [InlineData(401, "X: NTLM", false)]
    [InlineData(200, "WWW-Authenticate: NTLM", false)]
    public void NTLM_and_Negotiate_bind_the_connection(int code, string field, bool expected) =>
        Wire.Accepted(
                FormattableString.Invariant($"HTTP/1.1 {code} x\r\n{field}\r\n\r\n"),
                HttpMethod.Get,
                out _
            )
            .OffersConnectionAuth.ShouldBe(expected);

    [Fact]
    public void Limits_hold_for_responses_too()
    {
        byte[] source = Wire.Bytes(ValidHeads[0]);
        var head = new ResponseHead();
        ResponseParse Parse(HeadLimits limits) =>
            ResponseHeadParser.Parse(source, limits, HttpMethod.Get, head);
        Parse(new HeadLimits(source.Length, 1)).Status.ShouldBe(ParseStatus.Complete);
        ResponseParse tooLarge = Parse(new HeadLimits(source.Length - 1, 1));
        tooLarge.Status.ShouldBe(ParseStatus.Invalid);
        tooLarge.ErrorDetail.ShouldBe("response head too large");
        Parse(new HeadLimits(source.Length, 0)).Status.ShouldBe(ParseStatus.Invalid);
        string options = string.Join(',', Enumerable.Repeat("a", 33));
        string flood = "HTTP/1.1 200 OK\r\nConnection: " + options + "\r\n\r\n";
        Wire.Response(flood, HttpMethod.Get, out _).Status.ShouldBe(ParseStatus.Invalid);
    }

    [Fact]
    public void Every_split_of_a_valid_head_needs_more_and_then_says_the_same()
    {
        foreach (string text in ValidHeads)
        {
            byte[] source = Wire.Bytes(text + "body\0");
            var head = new ResponseHead();
            ResponseParse parse = ResponseHeadParser.Parse(
                source,
                Wire.Limits,
                HttpMethod.Get,
                head
            );
            parse.Status.ShouldBe(ParseStatus.Complete);
            string whole = Wire.Describe(parse, head, source);
            for (int length = 0; length <= text.Length; length++)
            {
                parse = ResponseHeadParser.Parse(
                    source.AsSpan(0, length),
                    Wire.Limits,
                    HttpMethod.Get,
                    head
                );
                parse.Status.ShouldBe(
                    length < text.Length ? ParseStatus.NeedMore : ParseStatus.Complete
                );
            }

            Wire.Describe(parse, head, source).ShouldBe(whole);
        }
    }

    [Fact]
    public void Random_bytes_never_throw() =>
        Gen
            .Byte.Array[0, 200]
            .Sample(
                bytes =>
                {
                    var head = new ResponseHead();
                    byte[] source = [.. Wire.Bytes("HTTP/1.1 200 OK\r\n"), .. bytes];
                    ResponseHeadParser.Parse(bytes, Wire.Limits, HttpMethod.Get, head);
                    ResponseHeadParser.Parse(source, Wire.Limits, HttpMethod.Get, head);
                },
                iter: 5000
            );

    [Fact]
    public void Parsing_allocates_nothing()
    {
        byte[][] sources = [.. ValidHeads.Select(Wire.Bytes), Wire.Bytes("HTTP/1.1 2x0 OK\r\n")];
        var head = new ResponseHead();
        AllocatedBytes
            .Of(
                () =>
                {
                    foreach (byte[] source in sources)
                    {
                        ResponseHeadParser.Parse(source, Wire.Limits, HttpMethod.Get, head);
                    }
                },
                warmUp: 100,
                repetitions: 100
            )
            .ShouldBe(0);
    }
}
