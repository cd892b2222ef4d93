// All listeners: no two share a name or an address.

using Shouldly;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Listeners;

public sealed class ListenersReaderTests
{
    private static string Two(
        string firstName,
        string firstAddress,
        string secondName,
        string secondAddress
    ) =>
        $$"""
            { "listeners": [
                { "name": "{{firstName}}", "address": "{{firstAddress}}", "cluster": "default" },
                { "name": {{secondName}}, "address": {{secondAddress}}, "cluster": "default" }
              ], {{SomeBackends}} }
            """;

    [Fact]
    public void A_name_taken_already_is_told_at_the_second() =>
        ReadError(Two("a", "127.0.0.1:1", "§\"a\"", "\"127.0.0.1:2\""), "duplicate-name");

    [Theory]
    [InlineData("127.0.0.1:1", "127.0.0.1:1")]
    [InlineData("[::1]:1", "[0::1]:1")]
    public void An_address_taken_already_is_told_at_the_second(string first, string second) =>
        ReadError(Two("a", first, "\"b\"", $"§\"{second}\""), "duplicate-address")
            .Message.ShouldBe(
                $"the listener \"b\" cannot listen at \"{second}\": the listener \"a\" does already"
            );

    [Fact]
    public void The_admin_api_has_an_address_of_its_own()
    {
        ReadError(
            $$"""{ "listen": { "port": 9005 }, {{SomeBackends}}, "admin": { "address": §"127.0.0.1:9005" } }""",
            "duplicate-address"
        );
        ReadError($$"""§{ "listen": { "port": 9001 }, {{SomeBackends}} }""", "duplicate-address")
            .Message.ShouldContain("admin.address");
    }

    [Fact]
    public void Any_free_port_may_be_taken_twice() =>
        Read(Two("a", "127.0.0.1:0", "\"b\"", "\"127.0.0.1:0\"")).Config.ShouldNotBeNull();

    [Fact]
    public void There_is_at_least_one_listener() =>
        ReadError($$"""{ "listeners": §[], {{SomeBackends}} }""", "empty-listeners");

    [Fact]
    public void A_listener_needs_a_name_that_fits()
    {
        ReadError(
            $$"""{ "listeners": [ §{ "address": "a:1", "cluster": "default" } ], {{SomeBackends}} }""",
            "missing-key"
        );
        ReadError(Two("a", "127.0.0.1:1", "§\"b c\"", "\"127.0.0.1:2\""), "bad-name");
        ReadError(Two("a", "127.0.0.1:1", "§\"\"", "\"127.0.0.1:2\""), "bad-name");
        ReadError(Two("a", "127.0.0.1:1", "§5", "\"127.0.0.1:2\""), "wrong-type");
    }

    [Fact]
    public void The_listener_of_the_short_form_has_no_name_of_its_own() =>
        ReadError(WithListen(""" "port": 1, §"name": "web" """), "unknown-key")
            .Message.ShouldContain("it belongs in a listener");
}
