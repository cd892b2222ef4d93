// What Weir tells a backend about the client, and what it passes on or drops.
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Http;

public sealed class ForwardingFieldsTests(HttpFixture fixture) : IClassFixture<HttpFixture>
{
    private const string Claims =
        "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\n"
        + "Forwarded: for=9.9.9.9\r\nX-Request-Id: mine\r\n";

    [Fact]
    public async Task A_backend_learns_who_asked_for_what_and_through_whom()
    {
        (HttpMessage answer, HttpMessage request) = await AskAsync(
            fixture,
            "/one",
            "Host: shop.example:81\r\n"
        );
        request.StartLine.ShouldBe("GET /one HTTP/1.1");
        request.Field("Host").ShouldBe("shop.example:81");
        request.Field("X-Forwarded-For").ShouldBe("127.0.0.1");
        request.Field("X-Forwarded-Proto").ShouldBe("http");
        request.Field("X-Forwarded-Host").ShouldBe("shop.example:81");
        request.Field("Forwarded").ShouldBe("for=127.0.0.1;host=\"shop.example:81\";proto=http");
        string via = request.Field("Via").ShouldNotBeNull();
        via.ShouldMatch("^1\\.1 weir-[0-9a-f]{8}$");
        answer.Field("Via").ShouldBe(via);
        string id = request.Field("X-Request-Id").ShouldNotBeNull();
        id.Length.ShouldBeGreaterThan(8);
        answer.Field("X-Request-Id").ShouldBe(id);
    }

    [Fact]
    public async Task Each_request_has_an_id_of_its_own()
    {
        (_, HttpMessage one) = await AskAsync(fixture, "/id1", "Host: a\r\n");
        (_, HttpMessage two) = await AskAsync(fixture, "/id2", "Host: a\r\n");
        one.Field("X-Request-Id").ShouldNotBe(two.Field("X-Request-Id"));
    }

    [Fact]
    public async Task Claims_of_a_client_nobody_trusts_are_replaced()
    {
        (_, HttpMessage request) = await AskAsync(fixture, "/claims", "Host: a\r\n" + Claims);
        request.Field("X-Forwarded-For").ShouldBe("127.0.0.1");
        request.Field("X-Forwarded-Proto").ShouldBe("http");
        request.Field("X-Forwarded-Host").ShouldBe("a");
        request.Field("Forwarded").ShouldBe("for=127.0.0.1;host=\"a\";proto=http");
        request.Field("X-Request-Id").ShouldNotBe("mine");
    }

    [Fact]
    public async Task A_trusted_proxys_words_are_kept_and_added_to()
    {
        using TestBackend backend = TestBackend.Http();
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address], ("listen.trustedProxies", new[] { "127.0.0.0/8" }))
        );
        HttpMessage answer = await RawClient.OnceAsync(
            weir.Endpoint,
            $"GET / HTTP/1.1\r\nHost: a\r\n{Claims}Via: 1.0 front\r\n\r\n"
        );
        HttpMessage request = backend.Requests.Single();
        request.Field("X-Forwarded-For").ShouldBe("9.9.9.9, 127.0.0.1");
        request.Field("X-Forwarded-Proto").ShouldBe("https");
        request.Field("X-Forwarded-Host").ShouldBe("evil");
        request.Field("Forwarded").ShouldBe("for=9.9.9.9, for=127.0.0.1;host=\"a\";proto=http");
        request.Field("X-Request-Id").ShouldBe("mine");
        answer.Field("X-Request-Id").ShouldBe("mine");
        string.Join(", ", request.Fields("Via")).ShouldStartWith("1.0 front, 1.1 weir-");
    }

    [Fact]
    public async Task Fields_for_one_hop_stay_on_that_hop()
    {
        (_, HttpMessage request) = await AskAsync(
            fixture,
            "/hop",
            "Host: a\r\nConnection: keep-alive, X-Secret\r\nX-Secret: 1\r\nKeep-Alive: 5\r\nTE: trailers\r\n"
                + "Proxy-Connection: keep-alive\r\nX-Kept: yes\r\nX-Kept: twice\r\n"
        );
        request.Field("X-Secret").ShouldBeNull();
        request.Field("Keep-Alive").ShouldBeNull();
        request.Field("Proxy-Connection").ShouldBeNull();
        request.Fields("X-Kept").ShouldBe(["yes", "twice"]);
    }

    [Fact]
    public async Task Fields_of_a_response_for_one_hop_stay_on_that_hop()
    {
        using TestBackend backend = TestBackend.Http(
            (_, c) =>
                c.RespondAsync(
                    "x",
                    "Connection: X-Inner\r\nX-Inner: 1\r\nKeep-Alive: 5\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nServer: s\r\n"
                )
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(
            TestConfig.Http([backend.Address])
        );
        HttpMessage answer = await RawClient.GetAsync(weir.Endpoint);
        answer.Field("X-Inner").ShouldBeNull();
        answer.Field("Keep-Alive").ShouldBeNull();
        answer.Fields("Set-Cookie").ShouldBe(["a=1", "b=2"]);
        answer.Field("Server").ShouldBe("s");
    }

    [Fact]
    public async Task An_absolute_targets_authority_wins_over_host()
    {
        using RawClient client = await RawClient.ConnectAsync(fixture.Weir.Endpoint);
        await client.ExchangeAsync("GET http://real.example/abs HTTP/1.1\r\nHost: other\r\n\r\n");
        HttpMessage request = fixture.Backend.Requests.Single(r => r.Target == "/abs");
        request.Field("Host").ShouldBe("real.example");
        request.Field("X-Forwarded-Host").ShouldBe("real.example");
    }

    [Fact]
    public async Task The_path_goes_on_as_it_was_sent()
    {
        const string path = "/a//b/../c/%2e%2E/d;p?q=%41&r=a+b#";
        (_, HttpMessage request) = await AskAsync(fixture, path[..^1], "Host: a\r\n");
        request.Target.ShouldBe(path[..^1]);
    }

    private static async Task<(HttpMessage Answer, HttpMessage Request)> AskAsync(
        HttpFixture fixture,
        string path,
        string fields
    )
    {
        HttpMessage answer = await RawClient.OnceAsync(
            fixture.Weir.Endpoint,
            $"GET {path} HTTP/1.1\r\n{fields}\r\n"
        );
        answer.Status.ShouldBe(200);
        return (answer, fixture.Backend.Requests.Single(r => r.Target == path));
    }
}
