// Who closes a listening socket's descriptor: the socket until it is taken, the taker afterwards.
using Shouldly;
using Weir.Linux;
using Weir.Linux.Native;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Linux;

public sealed class KernelListenSocketTests
{
    [Fact]
    public void A_socket_that_was_taken_is_not_closed_by_disposing()
    {
        int fd = KernelSocket.Open(SocketFamily.IPv4);
        var socket = new KernelListenSocket(fd, KernelRig.Loopback);

        socket.Take().ShouldBe(fd);
        socket.Dispose();

        IsOpen(fd).ShouldBeTrue();
        KernelSocket.Close(fd);
        Should.Throw<ObjectDisposedException>(() => socket.Take());
    }

    [Fact]
    public void A_socket_cannot_be_taken_after_disposing()
    {
        var socket = new KernelListenSocket(KernelSocket.Open(SocketFamily.IPv4), default);

        socket.Dispose();
        socket.Dispose(); // twice is harmless

        Should.Throw<ObjectDisposedException>(() => socket.Take());
    }

    private static bool IsOpen(int fd) =>
        KernelSocket.TryGetOption(fd, Kernel.SOL_SOCKET, Kernel.SO_ERROR, out _);
}
