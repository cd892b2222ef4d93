// The admin section.

using Shouldly;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Process;

public sealed class AdminReaderTests
{
    private static string Admin(string members) => WithRoot($"\"admin\": {{ {members} }}");

    [Fact]
    public void Off_switches_it_off()
    {
        ReadFine(Admin(""" "address": "off" """)).Admin.Address.ShouldBeNull();
        ReadFine(Admin(""" "address": "${ADMIN:-off}" """)).Admin.Address.ShouldBeNull();
        Read(Admin(""" "address": "off", "host": "::1", "port": 1 """))
            .Problems.Select(p => p.Code)
            .ShouldBe(["both-forms", "both-forms"]);
    }

    [Theory]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.9.9.9:1")]
    [InlineData("[::1]:1")]
    [InlineData("[::ffff:127.0.0.1]:1")]
    [InlineData("localhost:1")]
    [InlineData("LOCALHOST:0")]
    public void On_loopback_no_token_is_needed(string address) =>
        ReadFine(Admin($"\"address\": \"{address}\""))
            .Admin.Address.ShouldNotBeNull()
            .Text.ShouldBe(address);

    [Theory]
    [InlineData("0.0.0.0:1")]
    [InlineData("[::]:1")]
    [InlineData("10.0.0.1:1")]
    [InlineData("lb.example.com:1")]
    public void Beyond_loopback_a_token_is_needed(string address)
    {
        ReadError(Admin($"\"address\": §\"{address}\""), "missing-key")
            .Message.ShouldContain("\"token\"");
        ReadFine(Admin($"\"token\": \"t\", \"address\": \"{address}\"")).Admin.Token.ShouldBe("t");
    }

    [Fact]
    public void In_two_parts_the_section_is_pointed_at() =>
        ReadError(WithRoot(""" "admin": §{ "host": "0.0.0.0", "port": 1 } """), "missing-key");

    [Theory]
    [InlineData("")]
    [InlineData("hidden words")]
    [InlineData("hiddené")]
    public void A_token_is_visible_ascii_and_never_shown(string token) =>
        ReadError(Admin($"\"token\": §\"{token}\", \"address\": \"0.0.0.0:1\""), "bad-token")
            .ToString()
            .ShouldNotContain("hidden");

    [Fact]
    public void A_token_from_a_variable_that_is_not_there_is_told_once() =>
        ReadError(
            Admin(""" "token": §"${TOKEN}", "address": "0.0.0.0:1" """),
            "undefined-variable"
        );

    [Fact]
    public void Allowed_hosts_are_names_or_addresses_without_port()
    {
        ReadFine(Admin(""" "allowedHosts": [ "a.example.com", "10.0.0.1", "::1" ] """))
            .Admin.AllowedHosts.Length.ShouldBe(3);
        ReadError(Admin(""" "allowedHosts": [ §"a.example.com:9001" ] """), "bad-host")
            .Suggestion.ShouldBe("a.example.com");
        ReadError(Admin(""" "allowedHosts": [ §"*" ] """), "bad-host");
    }
}
