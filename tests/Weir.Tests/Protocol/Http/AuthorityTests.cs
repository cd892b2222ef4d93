// What may stand in Host.
using Shouldly;
using Weir.Protocol.Http;
using Xunit;

namespace Weir.Tests.Protocol.Http;

public class AuthorityTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("api.example.com")]
    [InlineData("api.example.com:80")]
    [InlineData("api.example.com:")]
    [InlineData("a:65535")]
    [InlineData("under_score-dash~tilde")]
    [InlineData("%41.example")]
    [InlineData("127.0.0.1:9000")]
    [InlineData("[::1]")]
    [InlineData("[2001:db8::7]:443")]
    [InlineData("[::ffff:192.0.2.1]")]
    public void A_host_with_or_without_port_is_valid(string text) =>
        Authority.IsValid(Wire.Bytes(text)).ShouldBeTrue();

    [Theory]
    [InlineData("")]
    [InlineData(":80")]
    [InlineData("a:b")]
    [InlineData("a:65536")]
    [InlineData("a:000080")]
    [InlineData("a:8 0")]
    [InlineData("a:80:80")]
    [InlineData("user@a")]
    [InlineData("user:pw@a")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    [InlineData("a,b")]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("<a>")]
    [InlineData("\u00e9")]
    [InlineData("a%4")]
    [InlineData("a%zz")]
    [InlineData("%41%")]
    [InlineData("[::1")]
    [InlineData("[]")]
    [InlineData("[1]")]
    [InlineData("[::1]x")]
    [InlineData("[::1]:x")]
    [InlineData("[::1%25eth0]")]
    [InlineData("[1:2]")]
    [InlineData("[v1.x]")]
    [InlineData("::1")]
    public void Anything_else_is_not(string text) =>
        Authority.IsValid(Wire.Bytes(text)).ShouldBeFalse();

    [Fact]
    public void A_host_has_at_most_255_bytes_and_the_port_comes_on_top()
    {
        string host = new('a', 255);
        Authority.IsValid(Wire.Bytes(host + ":65535")).ShouldBeTrue();
        Authority.IsValid(Wire.Bytes(host + "a")).ShouldBeFalse();
    }
}
