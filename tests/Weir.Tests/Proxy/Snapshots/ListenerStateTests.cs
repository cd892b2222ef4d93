// Places on a listener: of all clients together, and of each.
using System.Net;
using Shouldly;
using Weir.Configuration.Listeners;
using Weir.Configuration.Values;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;
using Xunit;

namespace Weir.Tests.Proxy.Snapshots;

public sealed class ListenerStateTests
{
    private readonly ListenerState _state = new(0, "web");
    private readonly SocketEndpoint _client = SocketEndpoint.FromAddress(IPAddress.Loopback, 1);

    [Fact]
    public void Without_a_limit_everybody_enters_and_is_counted()
    {
        _state.TryEnter(0).ShouldBeTrue();
        _state.TryEnter(0).ShouldBeTrue();
        _state.Active.ShouldBe(2);
        _state.Leave();
        _state.Active.ShouldBe(1);
        _state.TryEnter(1).ShouldBeFalse();
    }

    [Fact]
    public void Connections_from_before_a_limit_for_each_client_do_not_count_against_it()
    {
        _state.TryEnter(_client, 0).ShouldBeTrue();
        Limit();
        _state.TryEnter(_client, 1).ShouldBeTrue();
        _state.TryEnter(_client, 1).ShouldBeFalse();
        _state.Leave(_client, 0); // was never counted
        _state.TryEnter(_client, 1).ShouldBeFalse();
        _state.Leave(_client, 1);
        _state.TryEnter(_client, 1).ShouldBeTrue();
    }

    [Fact]
    public void A_reload_keeps_the_counts_of_clients()
    {
        Limit();
        _state.TryEnter(_client, 1).ShouldBeTrue();
        Limit();
        _state.TryEnter(_client, 1).ShouldBeFalse();
    }

    private void Limit() =>
        _state.Prepare(
            new ListenerConfig
            {
                Name = "web",
                Address = EndpointAddress.FromHostAndPort("127.0.0.1", 80),
                MaxConnectionsPerClient = 1,
            }
        );
}
