// The request head as a whole: fields, limits, host, persistence, and the same answer at every split.
using CsCheck;
using Shouldly;
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Parsing;
using Weir.Tests.Budgets;
using Xunit;

namespace Weir.Tests.Protocol.Http1.Parsing;

public class RequestHeadParserTests
{
    private const string Start = "GET / HTTP/1.1\r\nHost: a.example\r\n";

    private static readonly string[] ValidHeads =
    [
        Start + "\r\n",
        "\r\nPOST /x?y HTTP/1.1\r\nhost:a\r\nContent-Length: 12\r\nX-Empty:\r\nX-Text: \t caf\u00e9 \t\r\n\r\n",
        "PUT http://b:1/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:  Chunked \r\nTE: trailers\r\nConnection: TE\r\n\r\n",
        "GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\nX-Request-Id: q\r\n\r\n",
        "OPTIONS * HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: [::1]\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\n",
    ];

    [Theory]
    [InlineData("X: a\0b\r\n", "forbidden byte in line")]
    [InlineData("X: a\u0001b\r\n", "forbidden byte in line")]
    [InlineData("X: a\u007fb\r\n", "forbidden byte in line")]
    [InlineData("X: a\n", "bare LF")]
    [InlineData("X\n", "bare LF")]
    [InlineData("\n", "bare LF")]
    [InlineData("X: a\rb\r\n", "bare CR")]
    [InlineData("\rX", "bare CR")]
    [InlineData(" X: a\r\n", "folded header field")]
    [InlineData("X: a\r\n b\r\n", "folded header field")]
    [InlineData("X: a\r\n\tb\r\n", "folded header field")]
    [InlineData("X : a\r\n", "space before colon")]
    [InlineData("X\t: a\r\n", "space before colon")]
    [InlineData(": a\r\n", "empty field name")]
    [InlineData("X\r\n", "field line without colon")]
    [InlineData("X(y): a\r\n", "forbidden byte in field name")]
    [InlineData("X\u00e9: a\r\n", "forbidden byte in field name")]
    public void A_malformed_field_is_refused_at_once(string field, string detail)
    {
        RequestParse parse = Wire.Request(Start + field, out _);
        parse.Status.ShouldBe(ParseStatus.Invalid);
        parse.Error.ShouldBe(RequestError.Malformed);
        parse.ErrorDetail.ShouldBe(detail);
        parse.KeepAlive.ShouldBeFalse();
    }

    [Fact]
    public void A_value_loses_the_whitespace_around_it_and_nothing_else()
    {
        string text = Start + "X: \t a \t b \t\r\nY:\r\nZ:   \r\n\r\n";
        RequestHead head = Wire.ValidRequest(text);
        byte[] source = Wire.Bytes(text);
        Wire.Text(head.Fields[1].Value(source)).ShouldBe("a \t b");
        head.Fields[2].ValueLength.ShouldBe(0);
        head.Fields[3].ValueLength.ShouldBe(0);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "missing Host")]
    [InlineData("GET http://a/ HTTP/1.1\r\n\r\n", "missing Host")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "repeated Host")]
    [InlineData("GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n", "repeated Host")]
    [InlineData("GET / HTTP/1.1\r\nHost:\r\n\r\n", "malformed Host")]
    [InlineData("GET http://a/ HTTP/1.1\r\nHost: a/b\r\n\r\n", "malformed Host")]
    public void Exactly_one_valid_host_is_wanted(string text, string detail)
    {
        Wire.Refusal(text).ShouldBe(400);
        Wire.Request(text, out _).ErrorDetail.ShouldBe(detail);
    }

    [Theory]
    [InlineData("1.1", "", true)]
    [InlineData("1.1", "Connection: close\r\n", false)]
    [InlineData("1.1", "Connection: x, CLOSE\r\n", false)]
    [InlineData("1.1", "Connection: keep-alive\r\nConnection: close\r\n", false)]
    [InlineData("1.0", "", false)]
    [InlineData("1.0", "Connection: Keep-Alive\r\n", true)]
    [InlineData("1.0", "Connection: keep-alive, close\r\n", false)]
    [InlineData("1.0", "Proxy-Connection: keep-alive\r\n", false)]
    public void Persistence_follows_version_and_connection(
        string version,
        string fields,
        bool expected
    ) =>
        Wire.Accepted("GET / HTTP/" + version + "\r\nHost: a\r\n" + fields + "\r\n", out _)
            .KeepAlive.ShouldBe(expected);

    [Theory]
    [InlineData("1.1", "Expect: 100-Continue\r\n", true, false)]
    [InlineData("1.0", "Expect: 100-continue\r\n", false, false)]
    [InlineData("1.1", "Expect: other\r\n", false, false)]
    [InlineData("1.1", "Upgrade: websocket\r\nConnection: Upgrade\r\n", false, true)]
    [InlineData("1.1", "Upgrade: websocket\r\n", false, false)]
    [InlineData("1.1", "Connection: upgrade\r\n", false, false)]
    [InlineData("1.0", "Upgrade: websocket\r\nConnection: upgrade\r\n", false, false)]
    [InlineData("1.1", "Upgrade: websocket, h2c\r\nConnection: upgrade\r\n", false, false)]
    public void Expectations_count_in_1_1_only(
        string version,
        string fields,
        bool expects,
        bool upgrades
    )
    {
        RequestHead head = Wire.ValidRequest(
            "GET / HTTP/" + version + "\r\nHost: a\r\n" + fields + "\r\n"
        );
        head.ExpectsContinue.ShouldBe(expects);
        head.WantsUpgrade.ShouldBe(upgrades);
    }

    [Theory]
    [InlineData("X-Request-Id: 4f2a-9\r\n", "4f2a-9")]
    [InlineData("X-Request-Id: a\r\nX-Request-Id: b\r\n", null)]
    [InlineData("X-Request-Id:\r\n", null)]
    [InlineData("X-Request-Id: a b\r\n", null)]
    [InlineData("X-Request-Id: \"a\"\r\n", null)]
    [InlineData("", null)]
    public void Only_one_sane_request_id_counts(string field, string? expected)
    {
        string text = Start + field + "\r\n";
        byte[] source = Wire.Bytes(text);
        RequestHead head = Wire.ValidRequest(text);
        Wire.Text(head.RequestId(source)).ShouldBe(expected ?? "");
        (head.RequestIdStart >= 0).ShouldBe(expected is not null);
    }

    [Fact]
    public void A_request_id_has_at_most_128_bytes()
    {
        Wire.ValidRequest(Start + "X-Request-Id: " + new string('a', 128) + "\r\n\r\n")
            .RequestIdLength.ShouldBe(128);
        Wire.ValidRequest(Start + "X-Request-Id: " + new string('a', 129) + "\r\n\r\n")
            .RequestIdStart.ShouldBe(-1);
    }

    [Fact]
    public void The_limit_counts_the_whole_head_and_the_error_names_what_is_too_long()
    {
        byte[] source = Wire.Bytes(Start + "X: 1\r\n\r\nbody");
        int headLength = source.Length - 4;
        int line = "GET / HTTP/1.1\r\n".Length;
        RequestParse Parse(int maxBytes, int count) =>
            RequestHeadParser.Parse(
                source.AsSpan(0, count),
                new HeadLimits(maxBytes, 100),
                new RequestHead()
            );
        int Refusal(int maxBytes)
        {
            RequestParse parse = Parse(maxBytes, source.Length);
            parse.Status.ShouldBe(ParseStatus.Invalid);
            return RequestErrors.Status(parse.Error);
        }

        Parse(headLength, source.Length).Status.ShouldBe(ParseStatus.Complete);
        Refusal(headLength - 1).ShouldBe(431);
        Refusal(line).ShouldBe(431);
        Refusal(line - 1).ShouldBe(414);
        Parse(11, count: 10).Status.ShouldBe(ParseStatus.NeedMore);
    }

    [Fact]
    public void Too_many_fields_are_refused_with_431()
    {
        string text = "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\nY: 2\r\n\r\n";
        RequestParse Parse(int maxFields, int capacity) =>
            RequestHeadParser.Parse(
                Wire.Bytes(text),
                new HeadLimits(1000, maxFields),
                new RequestHead(capacity)
            );
        Parse(maxFields: 3, capacity: 128).Status.ShouldBe(ParseStatus.Complete);
        Parse(maxFields: 2, capacity: 128).Status.ShouldBe(ParseStatus.Invalid);
        RequestErrors.Status(Parse(maxFields: 2, capacity: 128).Error).ShouldBe(431);
        Parse(maxFields: 100, capacity: 2).Status.ShouldBe(ParseStatus.Invalid);
    }

    [Fact]
    public void A_flood_of_connection_options_is_refused()
    {
        string options = string.Join(',', Enumerable.Repeat("a", 33));
        Wire.Refusal(Start + "Connection: " + options + "\r\n\r\n").ShouldBe(400);
        Wire.Accepted(Start + "Connection: " + options[2..] + "\r\n\r\n", out _)
            .KeepAlive.ShouldBeTrue();
    }

    [Fact]
    public void Every_split_of_a_valid_head_needs_more_and_then_says_the_same()
    {
        foreach (string text in ValidHeads)
        {
            byte[] source = Wire.Bytes(text + "body bytes\n\0");
            var head = new RequestHead();
            RequestParse parse = RequestHeadParser.Parse(source, Wire.Limits, head);
            parse.Status.ShouldBe(ParseStatus.Complete);
            string whole = Wire.Describe(parse, head, source);
            for (int length = 0; length < text.Length; length++)
            {
                RequestHeadParser
                    .Parse(source.AsSpan(0, length), Wire.Limits, head)
                    .Status.ShouldBe(ParseStatus.NeedMore);
            }

            parse = RequestHeadParser.Parse(source.AsSpan(0, text.Length), Wire.Limits, head);
            parse.Status.ShouldBe(ParseStatus.Complete);
            Wire.Describe(parse, head, source).ShouldBe(whole);
        }
    }

    [Fact]
    public void A_verdict_once_given_stands_whatever_follows()
    {
        Gen<string> piece = Gen.OneOf(
            "GET / HTTP/1.1\r\n",
            "Host: a\r\n",
            "X : 1\r\n",
            "\r\n",
            "\n",
            " ",
            "Content-Length: 5\r\n",
            "\0",
            "x",
            ":",
            "\r",
            "Transfer-Encoding: gzip\r\n",
            "Connection: close, x\r\n",
            "http://",
            "*",
            "HTTP/2"
        );
        piece
            .Array[0, 12]
            .Sample(
                pieces =>
                {
                    byte[] source = Wire.Bytes(string.Concat(pieces));
                    var head = new RequestHead();
                    ParseStatus first = ParseStatus.NeedMore;
                    for (int length = 0; length <= source.Length; length++)
                    {
                        ParseStatus status = RequestHeadParser
                            .Parse(source.AsSpan(0, length), new HeadLimits(60, 4), head)
                            .Status;
                        (first == ParseStatus.NeedMore || status == first).ShouldBeTrue();
                        first = status;
                    }
                },
                iter: 3000
            );
    }

    [Fact]
    public void Random_bytes_never_throw() =>
        Gen
            .Byte.Array[0, 200]
            .Sample(
                bytes =>
                {
                    var head = new RequestHead();
                    byte[] source = [.. Wire.Bytes("GET / HTTP/1.1\r\n"), .. bytes];
                    RequestHeadParser.Parse(bytes, Wire.Limits, head);
                    RequestHeadParser.Parse(source, Wire.Limits, head);
                },
                iter: 5000
            );

    [Fact]
    public void Parsing_allocates_nothing()
    {
        byte[][] sources = [.. ValidHeads.Select(Wire.Bytes), Wire.Bytes(Start + "bad field\r\n")];
        var head = new RequestHead();
        AllocatedBytes
            .Of(
                () =>
                {
                    foreach (byte[] source in sources)
                    {
                        RequestHeadParser.Parse(source, Wire.Limits, head);
                    }
                },
                warmUp: 100,
                repetitions: 100
            )
            .ShouldBe(0);
    }
}
