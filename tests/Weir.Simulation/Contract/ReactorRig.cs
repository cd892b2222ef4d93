// What the reactor contract needs of an engine: the simulator's, epoll's or io_uring's. Made anew for each test.
using System.Net;
using Shouldly;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Simulation.Contract;

/// <summary>
/// One reactor with its sockets, a way to count the connections that wait in a socket that no reactor has taken, and a bounded loop
/// to run it.
/// </summary>
public sealed class ReactorRig(
    Reactor reactor,
    SocketFactory sockets,
    Func<ListenSocket, int> countQueued
) : IDisposable
{
    private const long MaxWaitUs = 10_000_000;
    private const int TurnMs = 10;

    public Reactor Reactor { get; } = reactor;

    public SocketFactory Sockets { get; } = sockets;

    public void Dispose() => Reactor.Dispose();

    /// <summary>Turns the reactor until the condition holds, ten seconds of its clock at most.</summary>
    public void RunUntil(Func<bool> condition)
    {
        Reactor.RunOnce(0);
        long untilUs = Reactor.NowUs + MaxWaitUs;
        bool holds;
        while (!(holds = condition()) && Reactor.NowUs < untilUs)
        {
            Reactor.RunOnce(TurnMs);
        }

        holds.ShouldBeTrue("the reactor never came to it");
    }

    /// <summary>
    /// Turns the reactor until that many connections wait in the socket: who connects is told one packet before the listener is.
    /// </summary>
    public void RunUntilQueued(ListenSocket socket, int count) =>
        RunUntil(() => countQueued(socket) == count);

    /// <summary>A few turns, for what must not happen.</summary>
    public void RunAWhile()
    {
        for (int turn = 0; turn < 5; turn++)
        {
            Reactor.RunOnce(TurnMs);
        }
    }

    public ListenSocket Bind(int backlog = 128, IPAddress? address = null)
    {
        SocketEndpoint any = SocketEndpoint.FromAddress(address ?? IPAddress.Loopback, 0);
        Sockets
            .TryListen(any, backlog, 1, out ListenSocket[] bound, out string? error)
            .ShouldBeTrue(error);
        return bound[0];
    }

    /// <summary>Two ends of one connection, both on this reactor.</summary>
    public (RecordingOwner Client, RecordingOwner Server) ConnectPair()
    {
        using ListenSocket socket = Bind();
        var acceptor = new RecordingAcceptor();
        Listener listener = Reactor.Accept(socket, acceptor, tag: null);
        var client = new RecordingOwner();
        client.Channel = Reactor.Connect(socket.Local, client);
        RunUntil(() => client.Connected is not null && acceptor.Accepted.Count == 1);
        client.Connected.ShouldBe(IoStatus.Ok);
        var server = new RecordingOwner { Channel = acceptor.Accepted[0] };
        server.Channel.Owner = server;
        listener.Stop();
        RunUntil(() => acceptor.IsStopped);
        return (client, server);
    }

    /// <summary>Rents a block and fills it with a pattern.</summary>
    public Block Fill(int offset, int count, int seed = 0)
    {
        Reactor.Blocks.TryRent(out Block? block).ShouldBeTrue();
        for (int i = 0; i < count; i++)
        {
            block.Bytes[offset + i] = Pattern(seed + i);
        }

        return block;
    }

    public static byte Pattern(int at) => (byte)((at * 31) ^ (at >> 8));
}
