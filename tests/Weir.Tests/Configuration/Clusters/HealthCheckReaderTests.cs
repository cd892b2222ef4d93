// Health checks and their defaults.

using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Clusters;

public sealed class HealthCheckReaderTests
{
    private static HealthCheckConfig Check(string members) =>
        ReadFine(WithLoadBalancer($"\"healthCheck\": {{ {members} }}")).Clusters[0].HealthCheck;

    private static string Marked(string members) =>
        WithLoadBalancer($"\"healthCheck\": {{ \"type\": \"http\", {members} }}");

    [Fact]
    public void Every_key_is_read()
    {
        HealthCheckConfig check = Check(
            """ "type": "http", "path": "/up?x=1", "timeout": "2s", "expect": "200,301-302", "host": "a.example.com:80" """
        );

        check.ShouldBe(
            new HealthCheckConfig
            {
                Type = HealthCheckType.Http,
                Path = "/up?x=1",
                TimeoutMs = 2_000,
                Expect = [new(200, 200), new(301, 302)],
                Host = "a.example.com:80",
            }
        );
    }

    [Fact]
    public void The_timeout_is_the_connect_timeout_unless_given()
    {
        ReadFine(WithLoadBalancer(""" "backendConnectTimeout": 2 """))
            .Clusters[0]
            .HealthCheck.TimeoutMs.ShouldBe(2_000);
        ReadFine(
            WithLoadBalancer(""" "backendConnectTimeout": 2, "healthCheck": { "timeout": 1 } """)
        )
            .Clusters[0]
            .HealthCheck.TimeoutMs.ShouldBe(1_000);
    }

    [Fact]
    public void One_status_may_be_a_number() =>
        Check(""" "type": "http", "expect": 204 """).Expect.ShouldBe([new StatusRange(204, 204)]);

    [Theory]
    [InlineData("\"2xx\"")]
    [InlineData("1000")]
    public void What_is_no_list_of_statuses_is_an_error(string value) =>
        ReadError(Marked($"\"expect\": §{value}"), "bad-status-range");

    [Theory]
    [InlineData("up", "/up")]
    [InlineData("/a b", null)]
    [InlineData("/#top", null)]
    [InlineData("/é", null)]
    public void A_path_begins_with_a_slash_and_has_no_blanks(string path, string? suggestion) =>
        ReadError(Marked($"\"path\": §\"{path}\""), "bad-path").Suggestion.ShouldBe(suggestion);

    [Theory]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("")]
    public void A_host_must_be_one(string host) =>
        ReadError(Marked($"\"host\": §\"{host}\""), "bad-host");

    [Theory]
    [InlineData("a.example.com")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:80")]
    public void A_host_is_a_name_or_an_address_with_or_without_a_port(string host) =>
        Check($"\"type\": \"http\", \"host\": \"{host}\"").Host.ShouldBe(host);

    [Theory]
    [InlineData("\"path\": \"/up\"")]
    [InlineData("\"expect\": \"200\"")]
    [InlineData("\"host\": \"a\"")]
    public void Keys_of_an_http_check_have_no_effect_on_a_tcp_check(string member) =>
        ReadWarning(
            WithClusters($$""" "a": { {{SomeBackends}}, "healthCheck": { §{{member}} } } """, "a"),
            "unused-key"
        );

    [Theory]
    [InlineData("\"path\": \"/up\"")]
    [InlineData("\"host\": \"a\"")]
    public void Where_nothing_is_checked_they_have_no_effect_either(string member) =>
        ReadWarning(
            WithClusters(
                $$""" "a": { {{SomeBackends}}, "healthCheck": { "type": "none", §{{member}} } } """,
                "a"
            ),
            "unused-key"
        )
            .Message.ShouldEndWith("has no effect where \"type\" is \"none\"");

    [Fact]
    public void Checks_can_be_switched_off() =>
        Check(""" "type": "none" """).Type.ShouldBe(HealthCheckType.None);

    [Fact]
    public void The_dot_of_a_complete_name_is_not_for_the_host_header() =>
        Check(""" "type": "http", "host": "a.example.com." """).Host.ShouldBe("a.example.com");

    [Fact]
    public void A_timeout_above_the_interval_is_valid_with_a_warning() =>
        ReadWarning(
            WithLoadBalancer(
                """ "backendCheckInterval": 1, "healthCheck": { "timeout": §"1500ms" } """
            ),
            "slow-check"
        )
            .Message.ShouldBe(
                "a check may take 1500ms, longer than the 1s of \"backendCheckInterval\""
            );

    [Fact]
    public void A_short_interval_alone_is_no_reason_to_warn() =>
        ReadFine(WithLoadBalancer(""" "backendCheckInterval": 1 """))
            .Clusters[0]
            .BackendCheckIntervalMs.ShouldBe(1_000);
}
