// RFC 9112 §6, clause by clause, for both directions.
using Shouldly;
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Parsing;
using Xunit;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Protocol.Http1.Framing;

public class BodyFramingTests
{
    private const string Both = "Content-Length: 7\r\nTransfer-Encoding: chunked\r\n";

    [Theory]
    [InlineData("", BodyKind.None, -1)]
    [InlineData("Content-Length: 0\r\n", BodyKind.ContentLength, 0)]
    [InlineData("Content-Length: 42\r\n", BodyKind.ContentLength, 42)]
    [InlineData("Content-Length: 0042\r\n", BodyKind.ContentLength, 42)]
    [InlineData("content-length: 9223372036854775807\r\n", BodyKind.ContentLength, long.MaxValue)]
    [InlineData("Transfer-Encoding: chunked\r\n", BodyKind.Chunked, -1)]
    [InlineData("transfer-encoding:\tCHUNKED \r\n", BodyKind.Chunked, -1)]
    public void A_request_body_is_framed_one_way(string fields, BodyKind kind, long length)
    {
        RequestHead head = Wire.ValidRequest("POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
        head.Body.ShouldBe(kind);
        head.ContentLength.ShouldBe(length);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", 400)]
    [InlineData("Transfer-Encoding: gzip\r\nContent-Length: 5\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: x\r\n", 400)]
    [InlineData("Content-Length: 5\r\nContent-Length: 5\r\n", 400)]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n", 400)]
    [InlineData("Content-Length: 0\r\nContent-Length: 6\r\n", 400)]
    [InlineData("Content-Length: 5, 5\r\n", 400)]
    [InlineData("Content-Length: 5,6\r\n", 400)]
    [InlineData("Content-Length:\r\n", 400)]
    [InlineData("Content-Length: +5\r\n", 400)]
    [InlineData("Content-Length: -5\r\n", 400)]
    [InlineData("Content-Length: 0x5\r\n", 400)]
    [InlineData("Content-Length: 5 5\r\n", 400)]
    [InlineData("Content-Length: 5.\r\n", 400)]
    [InlineData("Content-Length: \u0665\r\n", 400)]
    [InlineData("Content-Length: 9223372036854775808\r\n", 400)]
    [InlineData("Content-Length: 99999999999999999999999\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", 400)]
    [InlineData("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked, chunked\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked;q=1\r\n", 400)]
    [InlineData("Transfer-Encoding: \"chunked\"\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked,\r\n", 400)]
    [InlineData("Transfer-Encoding: , chunked\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked gzip\r\n", 400)]
    [InlineData("Transfer-Encoding:\r\n", 400)]
    [InlineData("Transfer-Encoding: gzip, chunked\r\n", 501)]
    [InlineData("Transfer-Encoding: gzip, br\r\n", 501)]
    [InlineData("Transfer-Encoding: gzip, br, chunked\r\n", 501)]
    [InlineData("Transfer-Encoding: chunked, gzip\r\n", 400)]
    [InlineData("Transfer-Encoding: gzip, chunked, br\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked, gzip, chunked\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked, identity\r\n", 400)]
    [InlineData("Transfer-Encoding: identity\r\n", 501)]
    [InlineData("Transfer-Encoding: xchunked\r\n", 501)]
    [InlineData("Transfer-Encoding: gzip;level=9\r\n", 501)]
    public void A_request_that_could_be_framed_two_ways_is_refused(string fields, int status) =>
        Wire.Refusal("POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n").ShouldBe(status);

    [Theory]
    [InlineData("chunked")]
    [InlineData("gzip")]
    public void HTTP_1_0_has_no_transfer_codings(string coding) =>
        Wire.Refusal("POST / HTTP/1.0\r\nTransfer-Encoding: " + coding + "\r\n\r\n").ShouldBe(400);

    [Theory]
    [InlineData("200 OK", "", HttpMethod.Get, BodyKind.UntilClose, -1)]
    [InlineData("200 OK", "Content-Length: 7\r\n", HttpMethod.Get, BodyKind.ContentLength, 7)]
    [InlineData(
        "200 OK",
        "Content-Length: 7\r\nContent-Length: 07\r\n",
        HttpMethod.Get,
        BodyKind.ContentLength,
        7
    )]
    [InlineData("200 OK", "Transfer-Encoding: chunked\r\n", HttpMethod.Post, BodyKind.Chunked, -1)]
    [InlineData("200 OK", "Content-Length: 7\r\n", HttpMethod.Head, BodyKind.None, 7)]
    [InlineData("200 OK", "Transfer-Encoding: chunked\r\n", HttpMethod.Head, BodyKind.None, -1)]
    [InlineData("200 OK", "", HttpMethod.Head, BodyKind.None, -1)]
    [InlineData("304 Not Modified", "Content-Length: 7\r\n", HttpMethod.Get, BodyKind.None, 7)]
    [InlineData("200 OK", Both, HttpMethod.Head, BodyKind.None, -1)]
    [InlineData("304 Not Modified", Both, HttpMethod.Get, BodyKind.None, -1)]
    [InlineData("204 No Content", Both, HttpMethod.Get, BodyKind.None, -1)]
    [InlineData("103 Early Hints", Both, HttpMethod.Get, BodyKind.None, -1)]
    [InlineData(
        "200 OK",
        "Transfer-Encoding: gzip, chunked\r\n",
        HttpMethod.Head,
        BodyKind.None,
        -1
    )]
    [InlineData(
        "304 Not Modified",
        "Transfer-Encoding: gzip\r\n",
        HttpMethod.Get,
        BodyKind.None,
        -1
    )]
    [InlineData(
        "204 No Content",
        "Content-Length: 7\r\nTransfer-Encoding: x\r\n",
        HttpMethod.Get,
        BodyKind.None,
        -1
    )]
    [InlineData("100 Continue", "Content-Length: 7\r\n", HttpMethod.Post, BodyKind.None, -1)]
    [InlineData("101 Switching Protocols", "", HttpMethod.Get, BodyKind.None, -1)]
    [InlineData("199 Odd", "Content-Length: 7\r\n", HttpMethod.Get, BodyKind.None, -1)]
    [InlineData(
        "205 Reset Content",
        "Content-Length: 0\r\n",
        HttpMethod.Get,
        BodyKind.ContentLength,
        0
    )]
    public void A_response_body_depends_on_method_status_and_fields(
        string status,
        string fields,
        HttpMethod method,
        BodyKind kind,
        long length
    )
    {
        ResponseHead head = Wire.ValidResponse(
            "HTTP/1.1 " + status + "\r\n" + fields + "\r\n",
            method
        );
        head.Body.ShouldBe(kind);
        head.ContentLength.ShouldBe(length);
    }

    [Theory]
    [InlineData("1", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("1", "Content-Length: 5\r\nContent-Length: 6\r\n")]
    [InlineData("1", "Content-Length: 5, 5\r\n")]
    [InlineData("1", "Content-Length: x\r\n")]
    [InlineData("1", "Transfer-Encoding: gzip, chunked\r\n")]
    [InlineData("1", "Transfer-Encoding: identity\r\n")]
    [InlineData("1", "Transfer-Encoding: chunked, chunked\r\n")]
    [InlineData("0", "Transfer-Encoding: chunked\r\n")]
    public void A_response_that_could_be_framed_two_ways_is_refused(string minor, string fields)
    {
        string text = "HTTP/1." + minor + " 200 OK\r\n" + fields + "\r\n";
        ResponseParse parse = Wire.Response(text, HttpMethod.Get, out _);
        parse.Status.ShouldBe(ParseStatus.Invalid);
        parse.ErrorDetail.ShouldNotBeEmpty();
        // Without a body a coding cannot be read in two ways; a length is still either well-formed or not.
        Wire.Response(text, HttpMethod.Head, out _)
            .Status.ShouldBe(fields.Contains("Tr") ? ParseStatus.Complete : ParseStatus.Invalid);
    }
}
