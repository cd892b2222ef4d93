// Responses of our own: well-formed, with the error's code in field and body.
using System.Text;
using Shouldly;
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Parsing;
using Weir.Protocol.Http1.Writing;
using Xunit;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Protocol.Http1.Writing;

public class ErrorResponseWriterTests
{
    [Fact]
    public void All_parts_are_written()
    {
        var error = new ErrorResponse
        {
            Status = 503,
            Code = "destination_unavailable"u8,
            ProxyStatusError = "destination_unavailable"u8,
            RequestId = "4f2a"u8,
            RetryAfterSeconds = 5,
            Close = true,
            Date = "Sun, 06 Nov 1994 08:49:37 GMT"u8,
        };
        Write(error)
            .ShouldBe(
                "HTTP/1.1 503 Service Unavailable\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                    + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 64\r\n"
                    + "Proxy-Status: weir; error=destination_unavailable\r\nX-Request-Id: 4f2a\r\nRetry-After: 5\r\n"
                    + "Connection: close\r\n\r\n"
                    + "503 Service Unavailable (destination_unavailable, request 4f2a)\n"
            );
    }

    [Fact]
    public void A_code_of_our_own_is_told_with_the_name_that_Proxy_Status_has_for_it()
    {
        var error = new ErrorResponse
        {
            Status = 404,
            Code = "no_route"u8,
            ProxyStatusError = "destination_not_found"u8,
            RequestId = "4f2a"u8,
        };
        string text = Write(error);
        Wire.Field(text, "Proxy-Status").ShouldBe("weir; error=destination_not_found");
        text.ShouldEndWith(
            "\r\n\r\n404 Not Found (no_route, destination_not_found, request 4f2a)\n"
        );
        ResponseParse parse = Wire.Accepted(text, HttpMethod.Get, out ResponseHead head);
        head.ContentLength.ShouldBe(text.Length - parse.HeadLength);
    }

    [Theory]
    [InlineData(400, "Bad Request")]
    [InlineData(404, "Not Found")]
    [InlineData(408, "Request Timeout")]
    [InlineData(413, "Content Too Large")]
    [InlineData(414, "URI Too Long")]
    [InlineData(431, "Request Header Fields Too Large")]
    [InlineData(500, "Internal Server Error")]
    [InlineData(501, "Not Implemented")]
    [InlineData(502, "Bad Gateway")]
    [InlineData(503, "Service Unavailable")]
    [InlineData(504, "Gateway Timeout")]
    [InlineData(505, "HTTP Version Not Supported")]
    [InlineData(508, "Loop Detected")]
    [InlineData(599, "Error")]
    public void Each_status_has_its_phrase_and_the_length_is_true(int status, string phrase)
    {
        var error = new ErrorResponse
        {
            Status = status,
            Code = "http_request_error"u8,
            ProxyStatusError = "http_request_error"u8,
        };
        string text = Write(error);
        ResponseParse parse = Wire.Accepted(text, HttpMethod.Get, out ResponseHead head);
        head.StatusCode.ShouldBe(status);
        parse.KeepAlive.ShouldBeTrue();
        head.ContentLength.ShouldBe(text.Length - parse.HeadLength);
        text.ShouldEndWith(
            FormattableString.Invariant($"\r\n\r\n{status} {phrase} (http_request_error)\n")
        );
        Wire.Field(text, "X-Request-Id").ShouldBeNull();
        Wire.Field(text, "Retry-After").ShouldBeNull();
        Wire.Field(text, "Date").ShouldBeNull();
    }

    [Fact]
    public void An_answer_to_HEAD_tells_the_length_of_the_body_it_omits()
    {
        var error = new ErrorResponse
        {
            Status = 502,
            Code = "connection_refused"u8,
            ProxyStatusError = "connection_refused"u8,
        };
        string whole = Write(error);
        var omitted = new ErrorResponse
        {
            Status = 502,
            Code = "connection_refused"u8,
            ProxyStatusError = "connection_refused"u8,
            OmitBody = true,
        };
        string text = Write(omitted);
        text.Length.ShouldBe(Wire.Accepted(text, HttpMethod.Head, out _).HeadLength);
        whole.ShouldStartWith(text);
    }

    [Fact]
    public void What_does_not_fit_is_told()
    {
        var error = new ErrorResponse
        {
            Status = 502,
            Code = "connection_refused"u8,
            ProxyStatusError = "connection_refused"u8,
        };
        int needed = Encoding.Latin1.GetByteCount(Write(error));
        for (int room = 0; room < needed; room++)
        {
            ErrorResponseWriter.Write(new byte[room], error).ShouldBe(-1);
        }

        ErrorResponseWriter.Write(new byte[needed], error).ShouldBe(needed);
    }

    private static string Write(in ErrorResponse error)
    {
        byte[] room = new byte[1024];
        int written = ErrorResponseWriter.Write(room, error);
        return Wire.Text(room.AsSpan(0, written));
    }
}
