// Addresses in either of their forms.

using Shouldly;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Keys;

public sealed class AddressReaderTests
{
    [Fact]
    public void Both_forms_of_an_address_are_the_same_address()
    {
        ReadFine(WithListen(""" "host": "localhost", "port": 9000 """))
            .ShouldBe(ReadFine(WithListen(""" "address": "localhost:9000" """)));
        ReadFine(WithBackends("""{ "host": "::1", "port": 9100 }"""))
            .ShouldBe(ReadFine(WithBackends("""{ "address": "[::1]:9100" }""")));
        ReadFine(WithRoot(""" "admin": { "host": "[::1]", "port": 9001 } """))
            .ShouldBe(ReadFine(WithRoot(""" "admin": { "address": "[::1]:9001" } """)));
    }

    [Theory]
    [InlineData("\"address\": \"127.0.0.1:1\", §\"host\": \"127.0.0.1\"")]
    [InlineData("\"address\": \"127.0.0.1:1\", §\"port\": 1")]
    [InlineData("\"port\": 1, §\"address\": \"127.0.0.1:1\"")]
    public void Both_forms_together_are_an_error_at_the_later_key(string members)
    {
        ReadError(WithListen(members), "both-forms");
        ReadError(WithBackends($"{{ {members} }}"), "both-forms");
        ReadError(WithRoot($"\"admin\": {{ {members} }}"), "both-forms");
    }

    [Fact]
    public void A_backend_needs_both_host_and_port()
    {
        ReadError(WithBackends("""§{ "host": "127.0.0.1" }"""), "missing-key")
            .Message.ShouldStartWith("\"port\" is missing");
        ReadError(WithBackends("""§{ "port": 9100 }"""), "missing-key")
            .Message.ShouldStartWith("\"host\" is missing");
        ReadError(WithBackends("§{}"), "missing-key")
            .Message.ShouldContain("\"address\": \"127.0.0.1:9100\"");
    }

    [Fact]
    public void A_listener_needs_a_port_and_is_at_home_only_unless_told_otherwise()
    {
        ReadFine(WithListen(""" "port": 9000 """))
            .Listeners[0]
            .Address.Text.ShouldBe("127.0.0.1:9000");
        ReadError(
            "{ \"listen\": §{ \"host\": \"127.0.0.1\" }, " + SomeBackends + "}",
            "missing-key"
        );
        ReadError("{ \"listen\": §{}, " + SomeBackends + "}", "missing-key");
    }

    [Fact]
    public void An_admin_host_needs_a_port() =>
        ReadError(WithRoot(""" "admin": §{ "host": "127.0.0.1" } """), "missing-key");

    [Theory]
    [InlineData("-1")]
    [InlineData("65536")]
    public void A_port_is_0_to_65535(string port) =>
        ReadError(WithListen($"\"port\": §{port}"), "out-of-range");

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    public void The_port_of_a_backend_is_1_to_65535(string port) =>
        ReadError(WithBackends($$"""{ "host": "127.0.0.1", "port": §{{port}} }"""), "out-of-range");

    [Fact]
    public void A_bad_address_is_told_at_its_first_character()
    {
        ReadError(WithListen(""" "address": §"127.0.0.1" """), "bad-address")
            .Suggestion.ShouldBe("127.0.0.1:9000");
        ReadError(WithListen(""" "host": §"bad host", "port": 9000 """), "bad-address");
        ReadError(WithListen(""" "address": §"unix:/run/a.sock" """), "bad-address");
        ReadError(WithBackends("""{ "address": §"127.0.0.1:0" }"""), "bad-address");
        ReadError(WithRoot(""" "admin": { "address": §"on" } """), "bad-address");
    }

    [Fact]
    public void A_bad_host_and_a_bad_port_are_told_together() =>
        Read(WithBackends("""{ "host": "a b", "port": 0 }"""))
            .Problems.Select(p => p.Code)
            .ShouldBe(["bad-address", "out-of-range"]);

    [Fact]
    public void An_address_must_be_a_text() =>
        ReadError(WithBackends("""{ "address": §9100 }"""), "wrong-type");

    [Fact]
    public void Port_0_of_a_listener_stands_for_any_free_port()
    {
        Read(WithListen(""" "port": 0 """)).Problems.ShouldBeEmpty();
        Read(WithListen(""" "address": "127.0.0.1:0" """)).Problems.ShouldBeEmpty();
    }
}
