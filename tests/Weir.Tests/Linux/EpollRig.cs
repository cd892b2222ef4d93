// Makes epoll reactors for tests; sockets are real ones of the loopback interface.
using System.Net;
using Shouldly;
using Weir.Linux;
using Weir.Proxy.Configuration;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Contract;

namespace Weir.Tests.Linux;

internal static class EpollRig
{
    internal static SocketEndpoint Loopback { get; } =
        SocketEndpoint.FromAddress(IPAddress.Loopback, 0);

    internal static ReactorRig New(int maxBlocks = 64) =>
        new(new EpollReactor(new BlockPool(Limits.BlockBytes, maxBlocks)), new KernelSockets());

    internal static ListenSocket Bind(
        this ReactorRig rig,
        SocketEndpoint address,
        int backlog = 128
    )
    {
        rig.Sockets.TryListen(address, backlog, 1, out ListenSocket[] bound, out string? error)
            .ShouldBeTrue(error);
        return bound[0];
    }

    /// <summary>Two ends of one connection to the address, both on the rig's reactor.</summary>
    internal static (RecordingOwner Client, RecordingOwner Server) ConnectPair(
        this ReactorRig rig,
        SocketEndpoint address
    )
    {
        using ListenSocket socket = rig.Bind(address);
        SocketEndpoint target = socket.Local;
        var acceptor = new RecordingAcceptor();
        Listener listener = rig.Reactor.Accept(socket, acceptor, tag: null);
        var client = new RecordingOwner();
        client.Channel = rig.Reactor.Connect(target, client);
        rig.RunUntil(() => client.Connected is not null && acceptor.Accepted.Count == 1);
        client.Connected.ShouldBe(IoStatus.Ok);
        var server = new RecordingOwner { Channel = acceptor.Accepted[0] };
        server.Channel.Owner = server;
        listener.Stop();
        rig.RunUntil(() => acceptor.IsStopped);
        return (client, server);
    }

    /// <summary>A path for a Unix socket that no other test uses; the caller deletes it.</summary>
    internal static string NewUnixPath() =>
        Path.Combine(Path.GetTempPath(), $"weir-{Guid.NewGuid():N}.sock");
}
