// IP literals, host names and patterns.

using Shouldly;
using Weir.Configuration.Values;
using Xunit;

namespace Weir.Tests.Configuration.Values;

public sealed class HostTextTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("::1")]
    [InlineData("2001:db8::a")]
    [InlineData("0:0:0:0:0:0:0:1")]
    public void An_address_in_full_is_an_ip(string text) =>
        HostText.TryParseIp(text).ShouldNotBeNull();

    [Theory]
    [InlineData("127.1")]
    [InlineData("010.0.0.1")]
    [InlineData("1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("256.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("fe80::1%eth0")]
    [InlineData("example.com")]
    public void Short_forms_brackets_zones_and_names_are_none(string text) =>
        HostText.TryParseIp(text).ShouldBeNull();

    [Theory]
    [InlineData("localhost")]
    [InlineData("a.b-c.example.com")]
    [InlineData("my_service")]
    [InlineData("3com.com")]
    [InlineData("api.example.com.")]
    [InlineData("localhost.")]
    public void Labels_of_letters_digits_hyphens_and_underscores_are_a_name(string text) =>
        HostText.IsName(text).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData(".")]
    [InlineData("a..")]
    [InlineData("10.0.0.1.")]
    [InlineData("-a")]
    [InlineData("a-.b")]
    [InlineData("a b")]
    [InlineData("bücher.de")]
    [InlineData("127.1")]
    [InlineData("10.0.0.256")]
    [InlineData("a/b")]
    [InlineData("*.a")]
    public void Anything_else_is_no_name(string text) => HostText.IsName(text).ShouldBeFalse();

    [Fact]
    public void A_label_has_63_characters_and_a_name_253()
    {
        HostText.IsName(new string('a', 63)).ShouldBeTrue();
        HostText.IsName(new string('a', 64)).ShouldBeFalse();
        HostText.IsName(string.Join('.', Enumerable.Repeat("abc", 63)) + ".a").ShouldBeTrue();
        HostText.IsName(string.Join('.', Enumerable.Repeat("abc", 64))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("*.example.com", true)]
    [InlineData("example.com", true)]
    [InlineData("*.example.com.", true)]
    [InlineData("*", false)]
    [InlineData("*.", false)]
    [InlineData("a.*.com", false)]
    [InlineData("*.*.com", false)]
    [InlineData("*example.com", false)]
    public void A_pattern_has_one_star_in_front(string text, bool expected) =>
        HostText.IsPattern(text).ShouldBe(expected);
}
