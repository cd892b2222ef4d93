// A real http/1 client connection, with real exchanges and backends' sides, over channels that are the test's.
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Proxy.Clients;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Proxy.Sessions;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Io;
using Weir.Tests.Proxy.Sessions;
using Weir.Tests.Proxy.Snapshots;

namespace Weir.Tests.Proxy.Clients;

internal sealed class Http1Rig
{
    public const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    public const string Get10 = "GET / HTTP/1.0\r\nHost: a\r\n\r\n";
    public const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

    private int _told;
    private int _asked;

    public Http1Rig(
        Func<ListenerConfig, ListenerConfig>? listener = null,
        long clientIdleMs = 0,
        Func<ClusterConfig, ClusterConfig>? with = null,
        bool starts = true
    )
    {
        Test = new TestServices(with, backends: 1);
        Test.Events.LogsDebug = Test.Events.LogsAccess = true;
        Client = new FakeChannel()
            .WithRemote(SocketEndpoint.FromAddress(System.Net.IPAddress.Parse("192.0.2.1"), 5000))
            .WithActivityAt(Test.Reactor.Now);
        Binding = new ListenerBinding(
            Listeners.Http(listener ?? (l => l), clientIdleMs, Test.Members.State)
        );
        Spares = new ClientSpares(Test.Services, Ended.Add);
        Connection = Rent();
        Connection.Open(Binding, Client, 7);
        if (starts)
        {
            Connection.Start();
        }
    }

    public TestServices Test { get; }

    public FakeChannel Client { get; }

    public ListenerBinding Binding { get; }

    public ClientSpares Spares { get; }

    public Http1Client Connection { get; }

    public List<ClientConnection> Ended { get; } = [];

    /// <summary>The channel to the backend that was opened last.</summary>
    public FakeChannel Backend => Test.LastConnect;

    public long Now
    {
        get => Test.Reactor.Now;
        set => Test.Reactor.Now = value;
    }

    /// <summary>The client's deadline from now; 0: none.</summary>
    public long DeadlineInUs => Test.Deadlines.Get(0) is var at && at == 0 ? 0 : at - Now;

    public int RentedBlocks => Test.Services.Blocks.RentedCount;

    public ListenerCounters Counts => Test.Counters.Listener(0);

    public AccessRecord Access => Test.Events.Accesses[^1];

    /// <summary>How the connection ended, with its bytes in and out.</summary>
    public string Closed => Test.Events.Told[^1];

    /// <summary>All that went to the client.</summary>
    public string Told => Wire.Text(Client.Sent);

    /// <summary>All that went to the backend.</summary>
    public string Asked => Wire.Text(Backend.Sent);

    /// <summary>The last line of what the client's channel was asked for.</summary>
    public string LastCall => Client.Calls[^1];

    /// <summary>What went to the client since the last call.</summary>
    public string Tell()
    {
        string text = Told[_told..];
        _told = Told.Length;
        return text;
    }

    /// <summary>What went to the backend since the last call.</summary>
    public string Ask()
    {
        string text = Asked[_asked..];
        _asked = Asked.Length;
        return text;
    }

    /// <summary>What follows the first head.</summary>
    public static string Body(string message) =>
        message[(message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];

    public Http1Client Rent()
    {
        Binding.Snapshot.State.TryEnter(0).ShouldBeTrue();
        return Spares.Rent(ProxyMode.Http).ShouldBeOfType<Http1Client>();
    }

    /// <summary>Bytes come from the client.</summary>
    public Http1Rig Receive(string text)
    {
        Deliver(Client, text);
        return this;
    }

    /// <summary>The client's FIN or reset is read.</summary>
    public Http1Rig ClientEnds(IoStatus status = IoStatus.EndOfStream)
    {
        Finish(Client, status);
        return this;
    }

    /// <summary>The client's FIN or reset is seen while nothing is received.</summary>
    public Http1Rig HangUp(IoStatus status = IoStatus.EndOfStream)
    {
        Client.IsReceiving.ShouldBeFalse();
        Owner(Client).OnHungUp(Client, status);
        return this;
    }

    public Http1Rig Connect()
    {
        Test.Connect();
        return this;
    }

    /// <summary>The backend has taken what was being sent.</summary>
    public Http1Rig BackendTook(IoStatus status = IoStatus.Ok)
    {
        Take(Backend, status);
        return this;
    }

    public Http1Rig BackendSays(string text)
    {
        Deliver(Backend, text);
        return this;
    }

    public Http1Rig BackendEnds(IoStatus status = IoStatus.EndOfStream)
    {
        Finish(Backend, status);
        return this;
    }

    /// <summary>The client has taken what was being sent.</summary>
    public Http1Rig Sent(IoStatus status = IoStatus.Ok)
    {
        Take(Client, status);
        return this;
    }

    /// <summary>A request whole, and the backend has it.</summary>
    public Http1Rig Send(string request = Get)
    {
        Receive(request);
        if (Backend.Owner is Weir.Proxy.Pooling.PooledConnection)
        {
            Connect();
        }

        return BackendTook();
    }

    /// <summary>A request and its whole answer.</summary>
    public Http1Rig Serve(string request = Get, string response = Ok) =>
        Send(request).BackendSays(response).Sent();

    /// <summary>A block with these bytes behind its headroom.</summary>
    public Block Fill(string text)
    {
        Test.Services.Blocks.TryRent(out Block? block).ShouldBeTrue();
        Wire.Bytes(text).CopyTo(block.ShouldNotBeNull().Bytes, Limits.BlockHeadroomBytes);
        return block;
    }

    public void OnDeadline() => Connection.OnDeadline(Now);

    /// <summary>The connection is over, and all that it held is back.</summary>
    public void CheckAllIsBack()
    {
        Ended.ShouldBe([Connection]);
        Connection.HasEnded.ShouldBeTrue();
        Counts.ActiveRequests.ShouldBe(0);
        Counts.Active.ShouldBe(0);
        Test.Counters.ActiveConnections.ShouldBe(0);
        Binding.Snapshot.State.Active.ShouldBe(0);
        CloseLent(Client);
        foreach (FakeChannel channel in Test.Reactor.Connects)
        {
            CloseLent(channel);
        }

        RentedBlocks.ShouldBe(0);
        Test.Members.Backends[0].InUse.ShouldBe(0);
        Spares.EndTurn();
        Spares.Http1Clients.Waiting.ShouldBe([Connection]);
    }

    private static IChannelOwner Owner(FakeChannel channel) => channel.Owner.ShouldNotBeNull();

    // As an engine does: what a closed channel was lent goes back.
    private void CloseLent(FakeChannel channel)
    {
        if (!channel.Calls.Exists(c => c is "close" or "linger" or "reset"))
        {
            return;
        }

        if (channel.IsReceiving && channel.LentBlock is { } block)
        {
            channel.EndReceive();
            Test.Services.Blocks.Return(block);
        }

        if (channel.IsSending)
        {
            Test.Services.Blocks.Return(channel.EndSend());
        }
    }

    private void Deliver(FakeChannel channel, string text)
    {
        channel.IsReceiving.ShouldBeTrue("nobody asked for " + text);
        Block? block = channel.LentBlock;
        int offset = channel.LentOffset;
        if (block is null)
        {
            block = Fill(text);
            offset = Limits.BlockHeadroomBytes;
        }
        else
        {
            Wire.Bytes(text).CopyTo(block.Bytes, offset);
        }

        channel.EndReceive();
        channel.WithBytesReceived(channel.BytesReceived + text.Length).WithActivityAt(Now);
        Owner(channel).OnReceived(channel, block, offset, text.Length, IoStatus.Ok);
    }

    private static void Finish(FakeChannel channel, IoStatus status)
    {
        channel.IsReceiving.ShouldBeTrue("nobody asked");
        channel.EndReceive();
        Owner(channel).OnReceived(channel, channel.LentBlock, 0, 0, status);
    }

    private void Take(FakeChannel channel, IoStatus status)
    {
        channel.IsSending.ShouldBeTrue("nothing is sent");
        Block block = channel.EndSend();
        if (status == IoStatus.Ok)
        {
            channel.WithBytesSent(channel.Sent.Length).WithActivityAt(Now);
        }

        Owner(channel).OnSent(channel, block, status);
    }
}
