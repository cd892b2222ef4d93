// From an accepted channel to the client that it becomes, if anybody has room for it.
using Shouldly;
using Weir.Configuration.Listeners;
using Weir.Proxy.Clients;
using Weir.Proxy.Io;
using Weir.Proxy.Sessions;
using Weir.Tests.Proxy.Io;
using Weir.Tests.Proxy.Sessions;
using Weir.Tests.Proxy.Snapshots;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class ClientSetupTests
{
    private readonly TestServices _test = new();
    private readonly List<(ClientConnection Client, ListenerBinding By, Channel Channel)> _ready =
    [];

    [Theory]
    [InlineData(ProxyMode.Http, typeof(Http1Client))]
    [InlineData(ProxyMode.Tcp, typeof(TcpSession))]
    public void A_client_in_the_clear_is_ready_as_it_comes(ProxyMode mode, Type client)
    {
        var binding = new ListenerBinding(Listeners.Http(l => l with { Mode = mode }));
        var channel = new FakeChannel();
        Setup().Begin(binding, channel);
        (ClientConnection ready, ListenerBinding by, Channel its) = _ready.ShouldHaveSingleItem();
        ready.ShouldBeOfType(client);
        by.ShouldBeSameAs(binding);
        its.ShouldBeSameAs(channel);
        channel.Calls.ShouldBeEmpty();
        binding.Snapshot.State.Active.ShouldBe(1);
    }

    [Fact]
    public void Who_is_not_admitted_is_never_ready()
    {
        var binding = new ListenerBinding(Listeners.Http(l => l with { MaxConnections = 1 }));
        ClientSetup setup = Setup();
        setup.Begin(binding, new FakeChannel());
        var second = new FakeChannel();
        setup.Begin(binding, second);
        _ready.Count.ShouldBe(1);
        second.Calls.ShouldBe(["send"]);
    }

    private ClientSetup Setup() =>
        new(
            new ClientSpares(_test.Services, static _ => { }),
            (client, by, channel) => _ready.Add((client, by, channel))
        );
}
