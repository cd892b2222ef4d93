// What is known of a client, and that nothing of it is left for the next one.
using System.Net;
using Shouldly;
using Weir.Proxy.Io;
using Weir.Proxy.Policies;
using Weir.Proxy.Primitives;
using Weir.Tests.Protocol;
using Xunit;

namespace Weir.Tests.Proxy.Policies;

public sealed class ClientFactsTests
{
    private static readonly ChannelSecurity s_security = new("TLSv1.3", "a suite", "a", null);

    private readonly ClientFacts _client = new();

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8::1", "2001:db8::1", "\"[2001:db8::1]\"")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1")]
    [InlineData(null, "", "unknown")]
    public void A_client_is_named_by_its_address(string? remote, string address, string node)
    {
        SocketEndpoint endpoint = Endpoint(remote);
        _client.Set(endpoint, s_security);
        _client.Remote.ShouldBe(endpoint);
        _client.Security.ShouldBe(s_security);
        Wire.Text(_client.Address).ShouldBe(address);
        Wire.Text(_client.Node).ShouldBe(node);
        Wire.Text(_client.Address).ShouldBe(address);
    }

    [Fact]
    public void The_next_client_is_another_one()
    {
        _client.Set(Endpoint("2001:db8:1111:2222:3333:4444:5555:6666"), s_security);
        _client.Node.Length.ShouldBeGreaterThan(40);
        _client.Clear();
        _client.Remote.ShouldBe(default);
        _client.Security.ShouldBeNull();
        _client.Set(Endpoint("192.0.2.1"), security: null);
        Wire.Text(_client.Node).ShouldBe("192.0.2.1");
        Wire.Text(_client.Address).ShouldBe("192.0.2.1");
        _client.Security.ShouldBeNull();
    }

    private static SocketEndpoint Endpoint(string? address) =>
        address is null
            ? SocketEndpoint.FromUnixPath("/a")
            : SocketEndpoint.FromAddress(IPAddress.Parse(address), 5000);
}
