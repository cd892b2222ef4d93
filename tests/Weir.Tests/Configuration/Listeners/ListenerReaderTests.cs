// One listener, in the short or the long form.

using Shouldly;
using Weir.Configuration.Listeners;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Listeners;

public sealed class ListenerReaderTests
{
    [Fact]
    public void A_listener_needs_a_cluster_or_routes()
    {
        ReadError(
            $$"""{ "listeners": [ §{ "name": "a", "address": "127.0.0.1:1" } ], {{SomeBackends}} }""",
            "missing-key"
        );
        Read(
            """{ "listen": { "port": 1, "routes": [], "mode": "http" }, "clusters": { "a": { "backends": [ { "address": "b:1" } ] } } }"""
        )
            .Problems.ShouldContain(p => p.Code == "missing-key" && p.Path == "listen");
    }

    [Fact]
    public void The_short_listener_leads_to_the_cluster_default_where_there_is_one()
    {
        ReadFine($$"""{ {{SomeListener}}, "clusters": { "default": { {{SomeBackends}} } } }""")
            .Listeners[0]
            .Cluster.ShouldBe("default");
        ReadFine(
            """{ "listen": { "port": 1, "cluster": "a" }, "clusters": { "a": { "backends": [ { "address": "b:1" } ] } } }"""
        )
            .Listeners[0]
            .Cluster.ShouldBe("a");
    }

    [Fact]
    public void A_tcp_listener_has_no_routes() =>
        ReadError(
            WithListen(""" "port": 1, §"routes": [ { "cluster": "default" } ] """),
            "routes-in-tcp"
        );

    [Fact]
    public void An_http_listener_may_have_a_cluster_routes_or_both()
    {
        ReadFine(WithHttpListen(""" "cluster": "default" """)).Listeners[0].Routes.ShouldBeEmpty();
        ReadFine(WithHttpListen(""" "routes": [ { "cluster": "default" } ] """))
            .Listeners[0]
            .Cluster.ShouldBeNull();
        ListenerConfig both = ReadFine(
            WithHttpListen(
                """ "routes": [ { "host": "a", "cluster": "default" } ], "cluster": "default" """
            )
        ).Listeners[0];
        (both.Routes.Length, both.Cluster).ShouldBe((1, "default"));
    }

    [Fact]
    public void A_wrong_cluster_is_told_once()
    {
        ReadError(WithListen(""" "port": 1, "cluster": §5 """), "wrong-type");
        ReadError(WithListen(""" "port": 1, "cluster": §"${NONE}" """), "undefined-variable");
    }

    [Theory]
    [InlineData("\"clientHeaderTimeout\": 5")]
    [InlineData("\"maxHeaderBytes\": 2048")]
    [InlineData("\"maxBodyBytes\": 5")]
    [InlineData("\"trustedProxies\": []")]
    public void Keys_of_http_have_no_effect_in_tcp_mode(string member) =>
        ReadWarning(WithListen($"\"port\": 1, §{member}"), "unused-key");

    [Theory]
    [InlineData("10.0.0.1/8", "10.0.0.0/8")]
    [InlineData("10.0.0.0/99", null)]
    [InlineData("localhost", null)]
    public void A_trusted_proxy_is_a_network(string network, string? suggestion) =>
        ReadError(
            WithHttpListen($$""" "trustedProxies": [ "::/0", §"{{network}}" ] """),
            "bad-network"
        )
            .Suggestion.ShouldBe(suggestion);
}
