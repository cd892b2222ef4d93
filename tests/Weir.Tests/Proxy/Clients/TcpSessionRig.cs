// A real tcp session over channels that are the test's, to a cluster of its own.
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Proxy.Clients;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;
using Weir.Tests.Proxy.Io;
using Weir.Tests.Proxy.Sessions;
using Weir.Tests.Proxy.Snapshots;

namespace Weir.Tests.Proxy.Clients;

internal sealed class TcpSessionRig
{
    /// <summary>One that is open; it has not begun.</summary>
    public TcpSessionRig(Func<ClusterConfig, ClusterConfig>? with = null, int backends = 2)
    {
        Test = new TestServices(with, backends);
        Test.Events.LogsDebug = true;
        Client = new FakeChannel().WithRemote(
            SocketEndpoint.FromAddress(System.Net.IPAddress.Parse("192.0.2.1"), 5000)
        );
        ListenerSnapshot http = Listeners.Http(l => l);
        Binding = new ListenerBinding(
            new ListenerSnapshot
            {
                Pseudonym = http.Pseudonym,
                State = http.State,
                Config = http.Config with { Mode = ProxyMode.Tcp },
                Router = http.Router,
                Policies = http.Policies,
                Clusters = [],
                TcpCluster = Test.Members.State,
                ClientIdleUs = 0,
            }
        );
        Spares = new ClientSpares(Test.Services, Ended.Add);
        http.State.TryEnter(0).ShouldBeTrue();
        Session = Spares.Rent(ProxyMode.Tcp).ShouldBeOfType<TcpSession>();
        Session.Open(Binding, Client, 7);
    }

    public TestServices Test { get; }

    public FakeChannel Client { get; }

    public ListenerBinding Binding { get; }

    public ClientSpares Spares { get; }

    public TcpSession Session { get; }

    public List<ClientConnection> Ended { get; } = [];

    public int RentedBlocks => Test.Services.Blocks.RentedCount;

    public int PlacesHeld => Test.Members.Backends.Sum(b => b.InUse);

    /// <summary>How the session ended.</summary>
    public string Closed => Test.Events.Told[^1];

    public TcpSessionRig Start()
    {
        Session.Start();
        return this;
    }

    /// <summary>Bytes come from the client, in the block that is returned.</summary>
    public Block Receive(int count)
    {
        Client.IsReceiving.ShouldBeTrue();
        Client.EndReceive();
        Test.Services.Blocks.TryRent(out Block? block).ShouldBeTrue();
        Session.OnReceived(
            Client,
            block.ShouldNotBeNull(),
            Limits.BlockHeadroomBytes,
            count,
            IoStatus.Ok
        );
        return block;
    }
}
