// A backend's side over http/1.1 as an exchange uses it: the client's side and the backend's bytes are the test's.
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Proxy.Bodies;
using Weir.Proxy.Clients;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Io;
using Weir.Proxy.Policies;
using Weir.Proxy.Pooling;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Upstream;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Exchanges;
using Weir.Tests.Proxy.Io;
using Weir.Tests.Proxy.Sessions;
using Weir.Tests.Proxy.Snapshots;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Proxy.Upstream;

internal sealed class BackendRig
{
    private readonly ListenerSnapshot _listener = Listeners.Http(l => l);

    public BackendRig(Func<ClusterConfig, ClusterConfig>? with = null, int backends = 2)
    {
        Test = new TestServices(with, backends);
        Client = new FakeClientStream(Blocks);
        Backends = new Http1Backends(Test.Services);
        Backend = Backends.Rent(Client);
        Exchange = new Exchange(Test.Services);
    }

    public TestServices Test { get; }

    public BlockPool Blocks => Test.Reactor.Blocks;

    public FakeClientStream Client { get; }

    public Http1Backends Backends { get; }

    public Http1Backend Backend { get; }

    public Exchange Exchange { get; }

    public ExchangeFacts Facts => Exchange.Facts;

    /// <summary>The backend's connection, as the engine sees it.</summary>
    public FakeChannel Channel => Test.LastConnect;

    /// <summary>The body bytes that the client was given to send, as text.</summary>
    public string Passed => Wire.Text([.. Client.Passed]);

    /// <summary>A request for the cluster, picked for; not whole: more of its body is to come.</summary>
    public BackendRig Ask(string method = "GET", string body = "", bool isWhole = true)
    {
        Exchange.Begin(Client, Backend, _listener);
        byte[] head = Wire.Bytes($"{method} /a HTTP/1.1\r\nHost: a\r\n\r\n");
        RequestReader.Read(_listener, Client.Remote, head, Facts.Received.Head);
        var asks = new ClientFacts();
        asks.Set(Client.Remote, security: null);
        Facts.Received.Keep(head, asks, peerIsTrusted: false, []);
        Facts.Received.SetRequestId("4f2a"u8, Test.Services.Rng);
        Facts.Request.Method = method switch
        {
            "HEAD" => HttpMethod.Head,
            "POST" => HttpMethod.Post,
            _ => HttpMethod.Get,
        };
        Facts.TryTakeBody(isWhole ? BodyStatus.Complete : BodyStatus.More, 0);
        Facts.Route = new RouteChoice(null, Test.Cluster, Test.Members.Config, _listener.Policies);
        Client.First = () => Piece(body);
        Exchange.OnHead();
        return this;
    }

    /// <summary>The connection stands, and the request has been sent.</summary>
    public BackendRig Send()
    {
        Test.Connect();
        return Sent();
    }

    /// <summary>A whole request that has been sent over a new connection.</summary>
    public BackendRig Sent(string method) => Ask(method).Send();

    /// <summary>The engine has sent what it was given of the request.</summary>
    public BackendRig Sent(IoStatus status = IoStatus.Ok)
    {
        Backend.OnSent(Channel, Channel.EndSend(), status);
        return this;
    }

    /// <summary>Bytes come from the backend, to where they were asked for.</summary>
    public BackendRig Receive(string text)
    {
        Channel.IsReceiving.ShouldBeTrue();
        byte[] bytes = Wire.Bytes(text);
        Block block = Channel.LentBlock ?? Client.Rent();
        int offset = Channel.LentBlock is null ? Limits.BlockHeadroomBytes : Channel.LentOffset;
        bytes.CopyTo(block.Bytes, offset);
        Channel.EndReceive();
        Owner.OnReceived(Channel, block, offset, bytes.Length, IoStatus.Ok);
        return this;
    }

    /// <summary>The backend's connection ends.</summary>
    public BackendRig End(IoStatus status = IoStatus.EndOfStream)
    {
        Channel.IsReceiving.ShouldBeTrue();
        Channel.EndReceive();
        Owner.OnReceived(Channel, Channel.LentBlock, 0, 0, status);
        return this;
    }

    /// <summary>The client has taken what is under way.</summary>
    public BackendRig Taken()
    {
        Client.Sending.ShouldBeTrue();
        Client.Sending = false;
        Exchange.OnResponseSent(Client.Pieces[^1].Block);
        return this;
    }

    /// <summary>The exchange is over; the next one of the same client may begin.</summary>
    public BackendRig Next()
    {
        Client.Ended.ShouldNotBeNull();
        Exchange.Clear();
        return this;
    }

    /// <summary>The piece of a body in a block of its own, where the client's bytes are.</summary>
    public BlockPiece Piece(string body, BodyStatus status = BodyStatus.Complete)
    {
        byte[] bytes = Wire.Bytes(body);
        Block block = Client.Rent();
        bytes.CopyTo(block.Bytes, Limits.BlockHeadroomBytes);
        return new BlockPiece(block, Limits.BlockHeadroomBytes, bytes.Length, status);
    }

    /// <summary>The connection waits for the next request, whose ever it is.</summary>
    public bool IsIdleInPool => Test.Members.Backends.Sum(b => b.Idle) == 1;

    public PooledConnection Connection => Backend.Claim.Connection.ShouldNotBeNull();

    private IChannelOwner Owner => Channel.Owner.ShouldNotBeNull();
}
