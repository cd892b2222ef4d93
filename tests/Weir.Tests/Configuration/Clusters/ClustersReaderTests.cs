// All clusters, and references to them.

using Shouldly;
using Weir.Configuration.Source;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Clusters;

public sealed class ClustersReaderTests
{
    [Fact]
    public void Clusters_are_an_object_by_name()
    {
        ReadError("""{ "listen": { "port": 1, "cluster": "a" }, "clusters": §[] }""", "wrong-type")
            .Message.ShouldContain("an object with a name for each cluster");
        ReadError(
            """{ "listen": { "port": 1, "cluster": "a" }, "clusters": §"${NONE}" }""",
            "undefined-variable"
        );
        ReadError(WithClusters(""" "a": §[] """, "a"), "wrong-type");
    }

    [Fact]
    public void There_is_at_least_one_cluster() =>
        Read("""{ "listen": { "port": 1, "cluster": "a" }, "clusters": {} }""")
            .Problems.Select(p => p.Code)
            .ShouldBe(["undefined-cluster", "empty-clusters"]);

    [Fact]
    public void A_cluster_that_nothing_leads_to_is_valid_with_a_warning() =>
        ReadWarning(
            WithClusters($$""" "a": { {{SomeBackends}} }, §"b": { {{SomeBackends}} } """, "a"),
            "unused-cluster"
        );

    [Fact]
    public void A_reference_to_no_cluster_is_told_with_those_there_are_and_the_nearest()
    {
        ConfigProblem problem = ReadError(
            $$"""{ "listen": { "port": 1, "mode": "http", "routes": [ { "cluster": §"wbe" }, { "cluster": "web" } ] }, "clusters": { "web": { {{SomeBackends}} } } }""".Replace(
                """{ "cluster": §"wbe" }""",
                """{ "host": "a", "cluster": §"wbe" }""",
                StringComparison.Ordinal
            ),
            "undefined-cluster"
        );

        problem.Message.ShouldBe("there is no cluster \"wbe\"; defined: web");
        problem.Suggestion.ShouldBe("web");
        problem.Path.ShouldBe("listen.routes.0.cluster");
    }

    [Fact]
    public void The_short_form_defines_the_cluster_default()
    {
        ReadError(WithListen(""" "port": 1, "cluster": §"web" """), "undefined-cluster")
            .Message.ShouldEndWith("defined: default");
        ReadFine(
            $$"""{ "listeners": [ { "name": "a", "address": "127.0.0.1:1", "cluster": "default" } ], {{SomeBackends}} }"""
        )
            .Listeners[0]
            .Cluster.ShouldBe("default");
    }
}
