// Keys that a section does not have.

using Shouldly;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Keys;

public sealed class UnknownKeyTests
{
    [Theory]
    [InlineData("reactr", "reactor")]
    [InlineData("loadbalancer", "loadBalancer")]
    [InlineData("log", "logging")]
    public void A_misspelt_key_is_told_at_its_opening_quote_with_the_nearest(
        string key,
        string suggestion
    ) => ReadError(WithRoot($"§\"{key}\": {{}}"), "unknown-key").Suggestion.ShouldBe(suggestion);

    [Fact]
    public void Every_section_knows_its_own_keys_only()
    {
        ReadError(WithListen(""" "port": 1, §"bckend": 5 """), "unknown-key");
        ReadError(WithBackends("""{ "address": "127.0.0.1:1", §"wieght": 2 }"""), "unknown-key")
            .Suggestion.ShouldBe("weight");
        ReadError(
            WithRoutes(
                    """{ "pathPrefix": "/", "cluster": "a", §"methd": "GET" }, { "host": "b.c", "cluster": "b" }"""
                )
                .Replace(
                    "\"pathPrefix\": \"/\", ",
                    "\"pathPrefix\": \"/x\", ",
                    StringComparison.Ordinal
                ),
            "unknown-key"
        );
        ReadError(WithLoadBalancer(""" "healthCheck": { §"pth": "/" } """), "unknown-key")
            .Suggestion.ShouldBe("path");
        ReadError(WithRoot(""" "logging": { §"levle": "info" } """), "unknown-key")
            .Suggestion.ShouldBe("level");
        ReadError(WithRoot(""" "reactor": { §"thread": 1 } """), "unknown-key")
            .Suggestion.ShouldBe("threads");
        ReadError(WithRoot(""" "admin": { §"tokn": "x" } """), "unknown-key")
            .Suggestion.ShouldBe("token");
        ReadError(WithRoot(""" "accessLog": { §"formt": "json" } """), "unknown-key")
            .Suggestion.ShouldBe("format");
    }

    [Theory]
    [InlineData("balance", "algorithm")]
    [InlineData("lb_policy", "algorithm")]
    [InlineData("timeout connect", "backendConnectTimeout")]
    [InlineData("proxy_read_timeout", "responseTimeout")]
    [InlineData("max_fails", "backendFailureThreshold")]
    [InlineData("maxconn", "maxConnections")]
    [InlineData("health_check", "healthCheck")]
    [InlineData("connection-pool-size", "connectionPoolSize")]
    public void A_word_of_another_balancer_is_told_in_ours(string key, string suggestion) =>
        ReadError(WithLoadBalancer($"§\"{key}\": 1"), "unknown-key")
            .Suggestion.ShouldBe(suggestion);

    [Fact]
    public void A_word_of_another_balancer_is_told_where_ours_belongs() =>
        ReadError(WithRoot("""§"proxy_pass": "x" """), "unknown-key")
            .Message.ShouldBe(
                "\"proxy_pass\" is not a key of the top level; here it is \"cluster\", which belongs in \"listen\" or a listener or a route"
            );

    [Fact]
    public void A_key_in_the_wrong_section_is_told_where_it_belongs()
    {
        ReadError(WithRoot("""§"drainSeconds": 5"""), "unknown-key")
            .Message.ShouldBe(
                "\"drainSeconds\" is not a key of the top level; it belongs in \"shutdown\""
            );
        ReadError(WithLoadBalancer("""§"weight": 5"""), "unknown-key")
            .Message.ShouldEndWith("it belongs in a backend");
    }

    [Fact]
    public void The_metrics_interval_is_no_key_of_a_cluster() =>
        ReadError(
            WithClusters($$""" "a": { §"metricsInterval": 5, {{SomeBackends}} } """, "a"),
            "unknown-key"
        )
            .Message.ShouldBe(
                "\"metricsInterval\" is not a key of a cluster; it belongs in \"loadBalancer\""
            );

    [Fact]
    public void Keys_are_case_sensitive() =>
        ReadError(WithListen(""" "port": 1, §"Mode": "tcp" """), "unknown-key")
            .Suggestion.ShouldBe("mode");

    [Fact]
    public void A_misspelt_key_is_not_missed_as_well()
    {
        ReadError(WithBackends("""{ §"addres": "127.0.0.1:9100" }"""), "unknown-key");
        ReadError(WithListen(""" §"prot": 9000 """), "unknown-key");
        ReadError($$"""{ §"lisen": { "port": 1 }, {{SomeBackends}} }""", "unknown-key");
        ReadError($$"""{ {{SomeListener}}, §"cluster": {} }""", "unknown-key");
    }
}
