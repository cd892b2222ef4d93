// The backends of one cluster.

using Shouldly;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Clusters;

public sealed class BackendsReaderTests
{
    [Fact]
    public void An_empty_list_is_told_at_its_bracket()
    {
        ReadError($$"""{ {{SomeListener}}, "backends": §[] }""", "empty-backends");
        ReadError(WithClusters(""" "a": { "backends": §[] } """, "a"), "empty-backends");
    }

    [Theory]
    [InlineData("127.0.0.1:9100", "127.0.0.1:9100")]
    [InlineData("[::1]:80", "[0:0:0:0:0:0:0:1]:80")]
    [InlineData("db.example.com:80", "DB.example.com:80")]
    [InlineData("unix:/run/a.sock", "unix:/run/a.sock")]
    public void One_address_twice_is_an_error_however_it_is_written(string first, string second) =>
        ReadError(
            WithBackends($$"""{ "address": "{{first}}" }, { "address": §"{{second}}" }"""),
            "duplicate-backend"
        );

    [Fact]
    public void One_address_in_both_forms_is_told_at_the_second_backend() =>
        ReadError(
            WithBackends("""{ "address": "127.0.0.1:80" }, §{ "host": "127.0.0.1", "port": 80 }"""),
            "duplicate-backend"
        );

    [Fact]
    public void A_complete_name_is_fine_and_the_same_backend_as_the_one_without_its_dot()
    {
        ReadFine(WithBackends("""{ "address": "api.example.com.:80" }"""))
            .Clusters[0]
            .Backends[0]
            .Address.Text.ShouldBe("api.example.com.:80");
        ReadError(
            WithBackends(
                """{ "address": "api.example.com:80" }, { "address": §"API.example.com.:80" }"""
            ),
            "duplicate-backend"
        );
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(""", "expand": true""", true)]
    [InlineData(""", "expand": false""", false)]
    public void A_name_is_expanded_unless_it_says_otherwise(string key, bool expands) =>
        ReadFine(WithBackends($$"""{ "address": "a:80"{{key}} }"""))
            .Clusters[0]
            .Backends[0]
            .Expand.ShouldBe(expands);

    [Fact]
    public void Where_there_is_no_name_nothing_is_expanded() =>
        ReadWarning(
            WithBackends("""{ "address": "127.0.0.1:80", §"expand": false }"""),
            "unused-key"
        );

    [Fact]
    public void The_same_host_with_another_port_is_another_backend() =>
        ReadFine(WithBackends("""{ "address": "a:80" }, { "address": "a:81" }"""))
            .Clusters[0]
            .Backends.Length.ShouldBe(2);

    [Fact]
    public void Two_clusters_may_share_a_backend() =>
        ReadFine(
            WithClusters($$""" "a": { {{SomeBackends}} }, "b": { {{SomeBackends}} } """, "a", "b")
        )
            .Clusters.Length.ShouldBe(2);

    [Theory]
    [InlineData("-1")]
    [InlineData("257")]
    public void A_weight_is_0_to_256(string weight) =>
        ReadError(
            WithBackends($$"""{ "address": "a:80", "weight": §{{weight}} }"""),
            "out-of-range"
        );

    [Fact]
    public void Weight_0_everywhere_is_valid_with_a_warning()
    {
        ReadWarning(
            $$"""{ {{SomeListener}}, "backends": §[ { "address": "a:80", "weight": 0 }, { "address": "b:80", "weight": 0 } ] }""",
            "no-weight"
        );
        ReadFine(
            WithBackends(
                """{ "address": "a:80", "weight": 0 }, { "address": "b:80", "weight": 256 }"""
            )
        );
    }
}
