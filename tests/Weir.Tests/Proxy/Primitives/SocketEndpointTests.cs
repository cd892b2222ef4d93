// Addresses as text, as values, and back.
using System.Net;
using System.Text;
using Shouldly;
using Weir.Proxy.Primitives;
using Weir.Tests.Budgets;
using Xunit;

namespace Weir.Tests.Proxy.Primitives;

public sealed class SocketEndpointTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1:80")]
    [InlineData("0.0.0.0", "0.0.0.0:80")]
    [InlineData("255.255.255.255", "255.255.255.255:80")]
    [InlineData("::1", "[::1]:80")]
    [InlineData("2001:db8::ff00:42:8329", "[2001:db8::ff00:42:8329]:80")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1:80")]
    public void An_address_goes_in_and_out(string text, string expected)
    {
        IPAddress address = IPAddress.Parse(text);
        SocketEndpoint endpoint = SocketEndpoint.FromAddress(address, 80);

        endpoint.ToString().ShouldBe(expected);
        endpoint.ToIPAddress().ShouldBe(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);
        endpoint.ShouldBe(SocketEndpoint.FromAddress(address, 80));
        endpoint.WithPort(81).ShouldNotBe(endpoint);
    }

    [Fact]
    public void A_unix_socket_is_its_path()
    {
        SocketEndpoint endpoint = SocketEndpoint.FromUnixPath("/run/app.sock");

        endpoint.ToString().ShouldBe("unix:/run/app.sock");
        endpoint.ToIPAddress().ShouldBeNull();
        endpoint.WriteAddress(new byte[SocketEndpoint.MaxTextBytes]).ShouldBe(0);
        SocketEndpoint.FromUnixPath("").ToString().ShouldBe("unix:");
        default(SocketEndpoint).ToString().ShouldBe("unknown");
    }

    [Fact]
    public void An_ipv4_address_is_written_without_allocation()
    {
        SocketEndpoint endpoint = SocketEndpoint.FromAddress(IPAddress.Parse("10.20.130.255"), 1);
        byte[] text = new byte[SocketEndpoint.MaxTextBytes];
        int written = 0;
        AllocatedBytes
            .Of(
                () =>
                {
                    written = endpoint.WriteAddress(text);
                },
                warmUp: 1,
                repetitions: 1
            )
            .ShouldBe(0);
        Encoding.ASCII.GetString(text, 0, written).ShouldBe("10.20.130.255");
    }
}
