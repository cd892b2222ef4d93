// Which peers are believed when they say who the client is.
using System.Net;
using Shouldly;
using Weir.Configuration.Listeners;
using Weir.Configuration.Values;
using Weir.Proxy.Policies;
using Weir.Proxy.Primitives;
using Weir.Proxy.Routing;
using Weir.Proxy.Snapshots;
using Xunit;

namespace Weir.Tests.Proxy.Snapshots;

public sealed class ListenerSnapshotTests
{
    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.255.255.255", true)]
    [InlineData("11.0.0.1", false)]
    [InlineData("192.0.2.7", true)]
    [InlineData("192.0.2.8", false)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("2001:db9::1", false)]
    [InlineData("::1", false)]
    public void A_peer_in_one_of_the_networks_is_trusted(string peer, bool isTrusted) =>
        Listener("10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32")
            .Trusts(SocketEndpoint.FromAddress(IPAddress.Parse(peer), 40_000))
            .ShouldBe(isTrusted);

    [Fact]
    public void Without_networks_nobody_is_trusted() =>
        Listener().Trusts(SocketEndpoint.FromAddress(IPAddress.Loopback, 40_000)).ShouldBeFalse();

    [Fact]
    public void A_peer_without_an_ip_address_is_not_trusted() =>
        Listener("0.0.0.0/0", "::/0").Trusts(SocketEndpoint.FromUnixPath("/a")).ShouldBeFalse();

    private static ListenerSnapshot Listener(params string[] trusted) =>
        new()
        {
            Pseudonym = [],
            State = new ListenerState(0, "web"),
            Config = new ListenerConfig
            {
                Name = "web",
                Address = EndpointAddress.FromHostAndPort("127.0.0.1", 0),
                TrustedProxies = [.. trusted.Select(t => IPNetwork.Parse(t))],
            },
            Router = new Router([], null),
            Policies = new PolicyChain(),
            Clusters = [],
            ClientIdleUs = 0,
        };
}
