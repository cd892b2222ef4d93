// Networks of trusted proxies.

using Shouldly;
using Weir.Configuration.Values;
using Xunit;

namespace Weir.Tests.Configuration.Values;

public sealed class NetworkTextTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("10.1.2.3", "10.1.2.3/32")]
    [InlineData("fd00::/8", "fd00::/8")]
    [InlineData("::1", "::1/128")]
    public void A_block_or_one_address_is_a_network(string text, string network) =>
        NetworkText.Parse(text).Network.ShouldNotBeNull().ToString().ShouldBe(network);

    [Theory]
    [InlineData("10.0.0.1/8", "10.0.0.0/8")]
    [InlineData("192.168.130.0/17", "192.168.128.0/17")]
    [InlineData("fd00::1/8", "fd00::/8")]
    public void Bits_beyond_the_prefix_are_refused_with_the_network_that_was_meant(
        string text,
        string suggestion
    )
    {
        NetworkText.Parse(text).Network.ShouldBeNull();
        NetworkText.Parse(text).Suggestion.ShouldBe(suggestion);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10/8")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("::/129")]
    [InlineData("localhost")]
    public void Anything_else_is_none(string text)
    {
        NetworkText.Parse(text).Network.ShouldBeNull();
        NetworkText.Parse(text).Error.ShouldNotBeNullOrEmpty();
    }
}
