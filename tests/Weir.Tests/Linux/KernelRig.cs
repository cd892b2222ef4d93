// Makes reactors on the kernel for tests; sockets are real ones of the loopback interface.
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Shouldly;
using Weir.Configuration;
using Weir.Linux;
using Weir.Linux.Epoll;
using Weir.Linux.Native;
using Weir.Linux.Uring;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Contract;
using Xunit;

namespace Weir.Tests.Linux;

internal static class KernelRig
{
    private const int TcpInfoUnacked = 24; // behind 8 bytes and 4 words of tcp_info

    internal static SocketEndpoint Loopback { get; } =
        SocketEndpoint.FromAddress(IPAddress.Loopback, 0);

    internal static ReactorRig NewEpoll(int maxBlocks = 64) =>
        new(
            new EpollReactor(new BlockPool(Limits.BlockBytes, maxBlocks)),
            new KernelSockets(),
            CountQueued
        );

    /// <summary>Skips the test where io_uring cannot be had.</summary>
    internal static ReactorRig NewUring(int maxBlocks = 64)
    {
        Assert.SkipUnless(
            UringSupport.Probe().HasMultishot,
            "no io_uring with multishot operations here"
        );
        return NewUring(maxBlocks, new UringOptions());
    }

    /// <summary>The engine as it works on kernels without multishot operations.</summary>
    internal static ReactorRig NewPolledUring(int maxBlocks = 64)
    {
        Assert.SkipUnless(UringSupport.Probe().WhyNot is null, "no io_uring here");
        return NewUring(maxBlocks, new UringOptions { MayMultishot = false });
    }

    /// <summary>Both queues of the ring overflow all the time.</summary>
    internal static ReactorRig NewTinyUring(int maxBlocks = 64)
    {
        Assert.SkipUnless(
            UringSupport.Probe().HasMultishot,
            "no io_uring with multishot operations here"
        );
        return NewUring(
            maxBlocks,
            new UringOptions { SubmissionEntries = 2, CompletionEntries = 4 }
        );
    }

    private static ReactorRig NewUring(int maxBlocks, UringOptions options) =>
        new(
            new UringReactor(new BlockPool(Limits.BlockBytes, maxBlocks), options),
            new KernelSockets(),
            CountQueued
        );

    // A listening TCP socket shows the length of its accept queue as tcpi_unacked.
    private static int CountQueued(ListenSocket socket)
    {
        using var copy = new Socket(((KernelListenSocket)socket).CopyForRuntime());
        Span<byte> info = stackalloc byte[TcpInfoUnacked + sizeof(int)];
        copy.GetRawSocketOption(Kernel.IPPROTO_TCP, Kernel.TCP_INFO, info);
        return MemoryMarshal.Read<int>(info[TcpInfoUnacked..]);
    }

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

    /// <summary>Runs a while; whether the channel got rid of nothing meanwhile.</summary>
    internal static bool HasStalled(this ReactorRig rig, Channel channel)
    {
        long before = channel.BytesSent;
        rig.RunAWhile();
        return channel.BytesSent == before;
    }

    /// <summary>
    /// Waits until the peer's RST is there, without a turn of the reactor, which would tell of it; also on loopback the kernel may take
    /// its time.
    /// </summary>
    internal static void AwaitReset(int descriptor)
    {
        var handle = new SafeSocketHandle(KernelSocket.Duplicate(descriptor), ownsHandle: true);
        using var copy = new Socket(handle);
        copy.Poll(TimeSpan.FromSeconds(10), SelectMode.SelectError).ShouldBeTrue("no RST came");
    }

    /// <summary>A path for a Unix socket that no other test uses; the caller deletes it.</summary>
    internal static string NewUnixPath() =>
        Path.Combine(Path.GetTempPath(), $"weir-{Guid.NewGuid():N}.sock");
}
