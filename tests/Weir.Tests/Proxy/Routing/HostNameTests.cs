// One form for every way to write a host.
using System.Text;
using Shouldly;
using Weir.Proxy.Routing;
using Xunit;

namespace Weir.Tests.Proxy.Routing;

public sealed class HostNameTests
{
    [Theory]
    [InlineData("Example.COM", "example.com")]
    [InlineData("example.com:80", "example.com")]
    [InlineData("example.com:", "example.com")]
    [InlineData("example.com.", "example.com")]
    [InlineData("example.com.:443", "example.com")]
    [InlineData("[::1]:80", "::1")]
    [InlineData("[2001:DB8::1]", "2001:db8::1")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("10.0.0.1:1", "10.0.0.1")]
    [InlineData("[::1", "[::1")]
    [InlineData("", "")]
    [InlineData(".", "")]
    [InlineData(":80", "")]
    [InlineData("ex\u00e4mple.com", "")]
    public void A_host_has_one_form(string host, string expected) =>
        Normalize(host).ShouldBe(expected);

    [Fact]
    public void What_is_longer_than_a_name_can_be_is_none()
    {
        Normalize(new string('a', HostName.MaxBytes)).Length.ShouldBe(HostName.MaxBytes);
        Normalize(new string('a', HostName.MaxBytes) + ".:80").Length.ShouldBe(HostName.MaxBytes);
        Normalize(new string('a', HostName.MaxBytes + 1)).ShouldBeEmpty();
    }

    private static string Normalize(string host) =>
        Encoding.ASCII.GetString(
            HostName.Normalize(Encoding.UTF8.GetBytes(host), new byte[HostName.MaxBytes])
        );
}
