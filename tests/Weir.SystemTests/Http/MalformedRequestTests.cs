// Requests that must not pass: each gets its status, is told so in Proxy-Status, costs its connection and reaches no backend.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Http;

public sealed class MalformedRequestTests(HttpFixture fixture) : IClassFixture<HttpFixture>
{
    private const string Get = "GET / HTTP/1.1\r\nHost: a\r\n";
    private const string Post = "POST / HTTP/1.1\r\nHost: a\r\n";

    [Theory]
    // Framing: what two readers may read differently.
    [InlineData(Post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData(Post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400)]
    [InlineData(Post + "Content-Length: 5, 5\r\n\r\nhello", 400)]
    [InlineData(Post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400)]
    [InlineData(Post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", 400)]
    [InlineData(Post + "Content-Length: +5\r\n\r\nhello", 400)]
    [InlineData(Post + "Content-Length: -5\r\n\r\nhello", 400)]
    [InlineData(Post + "Content-Length: 0x5\r\n\r\nhello", 400)]
    [InlineData(Post + "Content-Length: 5 5\r\n\r\nhello", 400)]
    [InlineData(Post + "Content-Length: 99999999999999999999\r\n\r\nhello", 400)]
    [InlineData(Post + "Content-Length: \r\n\r\nhello", 400)]
    [InlineData(Post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501)]
    [InlineData(Post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501)]
    [InlineData(Post + "Transfer-Encoding: gzip\r\n\r\n", 501)]
    [InlineData(Post + "Transfer-Encoding: identity\r\n\r\n", 501)]
    [InlineData(Post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData(Post + "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData(Post + " Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400)]
    // Chunks.
    [InlineData(Post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400)]
    [InlineData(Post + "Transfer-Encoding: chunked\r\n\r\n0x5\r\nhello\r\n0\r\n\r\n", 400)]
    [InlineData(Post + "Transfer-Encoding: chunked\r\n\r\n5\nhello\r\n0\r\n\r\n", 400)]
    [InlineData(Post + "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n", 400)]
    [InlineData(Post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n", 400)]
    [InlineData(Post + "Transfer-Encoding: chunked\r\n\r\n 5\r\nhello\r\n0\r\n\r\n", 400)]
    [InlineData(Post + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400)]
    // Lines.
    [InlineData("GET / HTTP/1.1\nHost: a\n\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX: b\n\r\n", 400)]
    [InlineData(Get + "X: a\r\n folded\r\n\r\n", 400)]
    [InlineData(Get + "X: a\r\n\tfolded\r\n\r\n", 400)]
    [InlineData(Get + "X: a\rb\r\n\r\n", 400)]
    [InlineData(Get + "X: a\0b\r\n\r\n", 400)]
    [InlineData(Get + "X : a\r\n\r\n", 400)]
    [InlineData(Get + "No colon here\r\n\r\n", 400)]
    [InlineData(Get + ": no name\r\n\r\n", 400)]
    [InlineData(Get + "X(y): a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400)]
    // Host.
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a:x\r\n\r\n", 400)]
    // Request line.
    [InlineData("GET /\r\n\r\n", 400)]
    [InlineData("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / a HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData(" GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400)]
    [InlineData("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / http/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET nopath HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505)]
    [InlineData("GET / HTTP/3.0\r\nHost: a\r\n\r\n", 505)]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505)]
    [InlineData("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 501)]
    public async Task A_malformed_request_is_refused_and_its_connection_closed(
        string request,
        int status
    )
    {
        int served = fixture.Backend.Requests.Count(r => r.Target == "/after");
        using RawClient client = await RawClient.ConnectAsync(fixture.Weir.Endpoint);
        // What hides behind it must not become a request of its own.
        HttpMessage answer = await client.ExchangeAsync(
            request + "GET /after HTTP/1.1\r\nHost: a\r\n\r\n"
        );
        answer.Status.ShouldBe(status);
        answer.Field("Proxy-Status").ShouldBe("weir; error=http_request_error");
        answer.Field("Connection").ShouldBe("close");
        await client.ExpectEndAsync();
        fixture.Backend.Requests.Count(r => r.Target == "/after").ShouldBe(served);
    }

    [Fact]
    public async Task A_head_that_is_too_large_gets_431()
    {
        string fields = string.Concat(
            Enumerable.Range(0, 200).Select(i => $"X-{i}: {new string('a', 100)}\r\n")
        );
        await ShouldBeRefusedAsync(Get + fields + "\r\n", 431);
    }

    [Fact]
    public Task A_single_field_that_is_too_large_gets_431() =>
        ShouldBeRefusedAsync($"{Get}X: {new string('a', 20_000)}\r\n\r\n", 431);

    [Fact]
    public Task A_request_line_that_is_too_long_alone_gets_414() =>
        ShouldBeRefusedAsync($"GET /{new string('a', 20_000)} HTTP/1.1\r\nHost: a\r\n\r\n", 414);

    [Fact]
    public async Task A_declared_body_over_the_limit_gets_413()
    {
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([fixture.Backend.Address], ("listen.maxBodyBytes", 10))
        );
        HttpMessage answer = await RawClient.OnceAsync(
            weir.Endpoint,
            Post + "Content-Length: 11\r\n\r\nhello world"
        );
        answer.Status.ShouldBe(413);
        answer.Field("Proxy-Status").ShouldBe("weir; error=http_request_error");
    }

    [Fact]
    public async Task A_chunked_body_that_grows_over_the_limit_gets_413()
    {
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([fixture.Backend.Address], ("listen.maxBodyBytes", 10))
        );
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        HttpMessage answer = await client.ExchangeAsync(
            Post + "Transfer-Encoding: chunked\r\n\r\n6\r\nhello \r\n6\r\nworld!\r\n0\r\n\r\n"
        );
        answer.Status.ShouldBe(413);
        answer.Field("Proxy-Status").ShouldBe("weir; error=http_request_error");
        await client.ExpectEndAsync();
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nX-Empty:\r\n\r\n")]
    [InlineData("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nhOsT:   a  \r\n\r\n")]
    [InlineData("GET http://a/x HTTP/1.1\r\nHost: other\r\n\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData(
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\n\r\n"
    )]
    [InlineData("M-SEARCH / HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData("GET /a?b=%zz|{} HTTP/1.1\r\nHost: a:80\r\n\r\n")]
    public async Task What_is_odd_but_well_formed_passes(string request) =>
        (await RawClient.OnceAsync(fixture.Weir.Endpoint, request)).Status.ShouldBe(200);

    private async Task ShouldBeRefusedAsync(string request, int status)
    {
        using RawClient client = await RawClient.ConnectAsync(fixture.Weir.Endpoint);
        HttpMessage answer = await client.ExchangeAsync(request);
        answer.Status.ShouldBe(status);
        answer.Field("Proxy-Status").ShouldBe("weir; error=http_request_error");
        await client.ExpectEndAsync();
    }
}
