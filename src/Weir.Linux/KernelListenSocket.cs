// A listening socket of the kernel that no reactor has taken yet.
using System.Net.Sockets;
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux;

/// <summary>Holds the descriptor until a reactor takes it over.</summary>
internal sealed class KernelListenSocket : ListenSocket
{
    private int _fd;

    internal KernelListenSocket(int fd, in SocketEndpoint local)
    {
        _fd = fd;
        Local = local;
    }

    /// <summary>Hands the descriptor over; from now on the taker closes it.</summary>
    internal int Take()
    {
        ObjectDisposedException.ThrowIf(_fd < 0, this);
        int fd = _fd;
        _fd = -1;
        return fd;
    }

    /// <summary>The same socket once more, for another reactor; null when no descriptor is left.</summary>
    internal KernelListenSocket? TryDuplicate()
    {
        int fd = KernelSocket.Duplicate(_fd);
        return fd < 0 ? null : new KernelListenSocket(fd, Local);
    }

    internal int CopyForChild(ChildDescriptors copies) => copies.Add(_fd);

    internal SafeSocketHandle CopyForRuntime() =>
        new(KernelSocket.Duplicate(_fd), ownsHandle: true);

    /// <summary>listen(2) again: the queue gets another length.</summary>
    internal void SetBacklog(int backlog) => _ = KernelSocket.Listen(_fd, backlog);

    /// <summary>For a second, about: the kernel counts in retransmissions.</summary>
    internal void SetDeferAccept(bool isOn) =>
        _ = KernelSocket.SetOption(_fd, Kernel.IPPROTO_TCP, Kernel.TCP_DEFER_ACCEPT, isOn ? 1 : 0);

    protected override void Dispose(bool disposing)
    {
        if (_fd >= 0)
        {
            KernelSocket.Close(_fd);
            _fd = -1;
        }
    }
}
