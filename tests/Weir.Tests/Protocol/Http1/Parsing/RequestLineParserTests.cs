// The request line: its forms, its spaces, its versions.
using Shouldly;
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Parsing;
using Xunit;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Protocol.Http1.Parsing;

public class RequestLineParserTests
{
    private const string Rest = "\r\nHost: a.example\r\n\r\n";

    [Theory]
    [InlineData("GET", HttpMethod.Get)]
    [InlineData("HEAD", HttpMethod.Head)]
    [InlineData("POST", HttpMethod.Post)]
    [InlineData("PUT", HttpMethod.Put)]
    [InlineData("DELETE", HttpMethod.Delete)]
    [InlineData("OPTIONS", HttpMethod.Options)]
    [InlineData("TRACE", HttpMethod.Trace)]
    [InlineData("PATCH", HttpMethod.Patch)]
    [InlineData("PROPFIND", HttpMethod.Other)]
    [InlineData("get", HttpMethod.Other)]
    [InlineData("M-SEARCH!", HttpMethod.Other)]
    public void A_method_is_any_token_and_its_case_counts(string method, HttpMethod expected) =>
        Wire.ValidRequest(method + " / HTTP/1.1" + Rest).Method.ShouldBe(expected);

    [Theory]
    [InlineData(33)]
    [InlineData(20_000)] // beyond the limit of a head as well
    public void A_method_that_nobody_can_know_is_refused_as_soon_as_it_is_too_long(int length)
    {
        Wire.ValidRequest(new string('M', 32) + " / HTTP/1.1" + Rest).MethodLength.ShouldBe(32);
        Wire.Refusal(new string('M', length) + " / HTTP/1.1" + Rest).ShouldBe(501);
        Wire.Refusal(new string('M', length)).ShouldBe(501);
    }

    [Theory]
    [InlineData("/", "/", "a.example")]
    [InlineData("/a/b?c=d&e", "/a/b?c=d&e", "a.example")]
    [InlineData("//a/../b", "//a/../b", "a.example")]
    [InlineData("/%00|{}\"<>\\^`[]", "/%00|{}\"<>\\^`[]", "a.example")]
    [InlineData("http://b.example:81/x?y", "/x?y", "b.example:81")]
    [InlineData("HTTPS://b.example/x", "/x", "b.example")]
    [InlineData("http://b.example", "", "b.example")]
    [InlineData("http://b.example?q=/1", "?q=/1", "b.example")]
    [InlineData("http://[::1]:8080/", "/", "[::1]:8080")]
    public void A_target_gives_path_and_host(string target, string path, string host)
    {
        string text = "GET " + target + " HTTP/1.1" + Rest;
        RequestParse parse = Wire.Accepted(text, out RequestHead head);
        byte[] source = Wire.Bytes(text);
        Wire.Text(head.Target(source)).ShouldBe(target);
        Wire.Text(head.Path(source)).ShouldBe(path);
        Wire.Text(head.Host(source)).ShouldBe(host);
        parse.IsAbsoluteForm.ShouldBe(target[0] != '/');
    }

    [Fact]
    public void A_TLS_hello_is_called_that()
    {
        byte[] hello = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01];
        var head = new RequestHead();
        // The first byte alone may be the beginning of anything.
        RequestHeadParser
            .Parse(hello.AsSpan(0, 1), Wire.Limits, head)
            .Status.ShouldBe(ParseStatus.NeedMore);
        for (int length = 2; length <= hello.Length; length++)
        {
            RequestParse parse = RequestHeadParser.Parse(
                hello.AsSpan(0, length),
                Wire.Limits,
                head
            );
            parse.Status.ShouldBe(ParseStatus.Invalid);
            parse.ErrorDetail.ShouldBe("the client speaks TLS to a plain http listener");
        }

        RequestParse other = RequestHeadParser.Parse([0x16, 0x04], Wire.Limits, head);
        other.Status.ShouldBe(ParseStatus.Invalid);
        other.ErrorDetail.ShouldNotContain("TLS");
    }

    [Fact]
    public void The_asterisk_form_belongs_to_OPTIONS()
    {
        string text = "OPTIONS * HTTP/1.1" + Rest;
        RequestHead head = Wire.ValidRequest(text);
        Wire.Text(head.Path(Wire.Bytes(text))).ShouldBe("*");
        Wire.Refusal("GET * HTTP/1.1" + Rest).ShouldBe(400);
    }

    [Theory]
    [InlineData("GET /\r\n")]
    [InlineData("GET\r\n")]
    [InlineData(" GET / HTTP/1.1\r\n")]
    [InlineData("GET  / HTTP/1.1\r\n")]
    [InlineData("GET /  HTTP/1.1\r\n")]
    [InlineData("GET / HTTP/1.1 \r\n")]
    [InlineData("GET /a b HTTP/1.1\r\n")]
    [InlineData("GET\t/ HTTP/1.1\r\n")]
    [InlineData("GET /\tHTTP/1.1\r\n")]
    [InlineData("GET / HTTP/1.1\n")]
    [InlineData("GET / HTTP/1.1\rX")]
    [InlineData("GET /\0")]
    [InlineData("GET /\u00e9")]
    [InlineData("GET /\u007f")]
    [InlineData("\u0016\u0003\u0001")]
    [InlineData("\n")]
    [InlineData("\r\n\r\n\n")]
    [InlineData("\rG")]
    [InlineData("G@T / HTTP/1.1\r\n")]
    [InlineData("G\"T / HTTP/1.1\r\n")]
    [InlineData("GET /#top HTTP/1.1\r\n")]
    [InlineData("GET http://a/#top HTTP/1.1\r\n")]
    [InlineData("GET a.example/ HTTP/1.1\r\n")]
    [InlineData("GET ? HTTP/1.1\r\n")]
    [InlineData("GET ftp://a/ HTTP/1.1\r\n")]
    [InlineData("GET http:/a HTTP/1.1\r\n")]
    [InlineData("GET http:///a HTTP/1.1\r\n")]
    [InlineData("GET http://user@a/ HTTP/1.1\r\n")]
    [InlineData("GET http://a:x/ HTTP/1.1\r\n")]
    [InlineData("OPTIONS ** HTTP/1.1\r\n")]
    [InlineData("GET / http/1.1\r\n")]
    [InlineData("GET / HTTP/1\r\n")]
    [InlineData("GET / HTTP/1.\r\n")]
    [InlineData("GET / HTTP/1.x\r\n")]
    [InlineData("GET / HTTP/1.10\r\n")]
    [InlineData("GET / HTTP/01.1\r\n")]
    [InlineData("GET / HTTP/\r\n")]
    [InlineData("GET / HTTP/x\r\n")]
    [InlineData("GET / HTTP/0.9\r\n")]
    [InlineData("GET / HTTP/0\r\n")]
    [InlineData("GET / XTTP/1.1\r\n")]
    public void A_malformed_line_is_refused_as_soon_as_it_is_there(string text) =>
        Wire.Refusal(text).ShouldBe(400);

    [Theory]
    [InlineData("1.0", 0)]
    [InlineData("1.1", 1)]
    [InlineData("1.2", 1)]
    [InlineData("1.9", 1)]
    public void A_later_minor_version_is_served_as_1_1(string version, int minor) =>
        Wire.Accepted("GET / HTTP/" + version + Rest, out _).MinorVersion.ShouldBe(minor);

    [Theory]
    [InlineData("PRI * HTTP/2.0\r\n")]
    [InlineData("GET / HTTP/2\r\n")]
    [InlineData("GET / HTTP/3\r\n")]
    [InlineData("CONNECT a:1 HTTP/3.1\r\n")]
    public void A_major_version_above_1_is_answered_with_505(string line) =>
        Wire.Refusal(line).ShouldBe(505);

    [Fact]
    public void CONNECT_is_answered_with_501() =>
        Wire.Refusal("CONNECT a:443 HTTP/1.1\r\n").ShouldBe(501);

    [Fact]
    public void Empty_lines_before_the_request_belong_to_its_head()
    {
        string text = "\r\n\r\nGET / HTTP/1.0\r\n\r\n";
        Wire.Accepted(text + "more", out RequestHead head).HeadLength.ShouldBe(text.Length);
        head.MethodStart.ShouldBe(4);
        head.HostLength.ShouldBe(0);
    }
}
