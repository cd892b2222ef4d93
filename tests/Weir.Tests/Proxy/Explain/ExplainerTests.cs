// Holds explanations to what the data plane does with the same request.
using System.Net;
using System.Text;
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Backends;
using Weir.Proxy.Explain;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Proxy.Explain;

public sealed class ExplainerTests
{
    private const string Text = """
        {
          "listeners": [
            { "name": "web", "address": "127.0.0.1:9000", "mode": "http", "cluster": "web",
              "routes": [ { "host": "api.example.com", "pathPrefix": "/v1", "cluster": "api" },
                          { "host": "*.example.com", "cluster": "web" },
                          { "pathPrefix": "/only", "cluster": "api" } ] },
            { "name": "strict", "address": "127.0.0.1:9005", "mode": "http",
              "routes": [ { "pathPrefix": "/v1", "cluster": "api" } ] },
            { "name": "cache", "address": "127.0.0.1:9002", "cluster": "web" } ],
          "clusters": {
            "api": { "maxConnections": 2, "backends": [ { "address": "127.0.0.1:1" }, { "address": "h:2", "weight": 0 }, { "address": "127.0.0.1:3" } ] },
            "web": { "algorithm": "leastConnections", "backends": [ { "address": "127.0.0.1:4" }, { "address": "127.0.0.1:5" } ] } }
        }
        """;

    [Fact]
    public void Routes_say_which_condition_failed()
    {
        Explanation explanation = Http(0, "GET /v2 HTTP/1.1\r\nHost: www.example.com\r\n\r\n");
        explanation
            .Routes.Select(r => (r.Index, r.Outcome, r.Reason))
            .ShouldBe([
                (
                    0,
                    "passed",
                    "host www.example.com is not api.example.com, and path /v2 is not under /v1"
                ),
                (1, "matched", null),
                (2, "notReached", null),
                (-1, "notReached", null),
            ]);
        explanation.Cluster.ShouldBe("web");
        Http(0, "GET /v2 HTTP/1.1\r\nHost: API.example.com:80\r\n\r\n")
            .Routes[0]
            .Reason.ShouldBe("path /v2 is not under /v1");
        Http(0, "GET /v1 HTTP/1.1\r\nHost: other\r\n\r\n")
            .Routes.Select(r => r.Outcome)
            .ShouldBe(["passed", "passed", "passed", "matched"]);
    }

    [Fact]
    public void Without_a_route_the_client_gets_404() =>
        Http(1, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            .ShouldSatisfyAllConditions(
                e => e.ErrorStatus.ShouldBe(404),
                e => e.ErrorCode.ShouldBe("no_route"),
                e => e.Cluster.ShouldBeNull(),
                e => e.Routes.ShouldHaveSingleItem().Outcome.ShouldBe("passed")
            );

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400)]
    [InlineData("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", 501)]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501)]
    [InlineData("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505)]
    public void A_request_that_the_data_plane_refuses_is_refused_here(string request, int status)
    {
        Explanation explanation = Http(0, request);
        explanation.ErrorStatus.ShouldBe(status);
        explanation.ErrorCode.ShouldBe("http_request_error");
        explanation.ErrorDetail.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void A_head_that_is_too_large_is_refused() =>
        Http(0, $"GET / HTTP/1.1\r\nHost: a\r\nX: {new string('x', 70_000)}\r\n\r\n")
            .ErrorStatus.ShouldBe(431);

    [Fact]
    public void The_head_that_goes_on_is_shown()
    {
        string head = Http(0, "GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            .SentHead.ShouldNotBeNull();
        head.ShouldStartWith("GET /x HTTP/1.1\r\nHost: a\r\n");
        head.ShouldContain("X-Forwarded-For: 10.1.2.3\r\n");
        head.ShouldContain("Via: 1.1 weir-");
        head.ShouldNotContain("Connection");
    }

    [Fact]
    public void Every_backend_says_why_it_is_or_is_not_eligible()
    {
        Explanation explanation = Http(
            0,
            "GET /only HTTP/1.1\r\nHost: a\r\n\r\n",
            Condition("api", "127.0.0.1:1", HealthStatus.Unhealthy, outcome: "connect refused"),
            Condition("api", "h:2", weight: 0),
            Condition("api", "127.0.0.1:3", inUse: 1)
        );
        explanation
            .Backends.Select(b => (b.IsEligible, b.Reason))
            .ShouldBe([
                (false, "unhealthy: connect refused"),
                (false, "weight 0 takes no new work"),
                (true, "healthy"),
            ]);
        explanation.Choice.ShouldBe("127.0.0.1:3");
        explanation.ErrorCode.ShouldBeNull();
    }

    [Fact]
    public void Full_backends_and_drained_ones_leave_nobody()
    {
        Explanation full = Http(
            0,
            "GET /only HTTP/1.1\r\nHost: a\r\n\r\n",
            Condition("api", "127.0.0.1:1", admin: AdminState.Drain),
            Condition("api", "127.0.0.1:3", inUse: 2)
        );
        full.Backends[0].Reason.ShouldBe("drained by an operator");
        full.Backends[2].Reason.ShouldBe("full: 2 of maxConnections 2 in use");
        full.ErrorCode.ShouldBe("connection_limit_reached");
        full.ErrorStatus.ShouldBe(503);

        Explanation none = Http(
            0,
            "GET /only HTTP/1.1\r\nHost: a\r\n\r\n",
            Condition("api", "127.0.0.1:1", admin: AdminState.Maint),
            Condition("api", "127.0.0.1:3", HealthStatus.Unhealthy)
        );
        none.ErrorCode.ShouldBe("destination_unavailable");
        none.Choice.ShouldBeNull();
    }

    [Fact]
    public void The_balancer_s_own_choice_is_told()
    {
        Explanation explanation = new Explainer(
            Config(),
            [Condition("web", "127.0.0.1:4", inUse: 5), Condition("web", "127.0.0.1:5", inUse: 1)]
        ).Tcp(2);
        explanation.Choice.ShouldBe("127.0.0.1:5");
        explanation.Decision.ShouldStartWith("leastConnections");
        explanation.Routes.ShouldBeEmpty();
        explanation.SentHead.ShouldBeNull();
    }

    [Fact]
    public void Whether_it_may_be_sent_again_follows_from_the_method()
    {
        Http(0, "PUT / HTTP/1.1\r\nHost: a\r\n\r\n").IsRepeatable.ShouldBeTrue();
        Http(0, "POST / HTTP/1.1\r\nHost: a\r\n\r\n").IsRepeatable.ShouldBeFalse();
    }

    private static Explanation Http(
        int listener,
        string request,
        params BackendCondition[] conditions
    ) =>
        new Explainer(Config(), conditions).Http(
            listener,
            SocketEndpoint.FromAddress(IPAddress.Parse("10.1.2.3"), 5000),
            Encoding.ASCII.GetBytes(request)
        );

    private static BackendCondition Condition(
        string cluster,
        string address,
        HealthStatus health = HealthStatus.Healthy,
        AdminState admin = AdminState.Ready,
        int weight = 1,
        int inUse = 0,
        string? outcome = null
    ) => new(cluster, address, health, admin, weight, inUse, outcome);

    private static WeirConfig Config()
    {
        ConfigReadResult read = ConfigReader.Read(Text, "f", new ConfigReadOptions());
        return read.Config.ShouldNotBeNull(string.Join('\n', read.Problems));
    }
}
