// The connecting phase of a channel of the kernel. Part of its channel.
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux.Channels;

/// <summary>A non-blocking connect(2): in progress, or done with a status that waits for its delivery.</summary>
internal struct KernelConnect
{
    private const uint Failed = Kernel.EPOLLERR | Kernel.EPOLLHUP;

    internal bool IsDone { get; private set; }

    internal IoStatus Status { get; private set; }

    /// <summary>Takes what connect(2) returned: 0 or -errno.</summary>
    internal void Begin(int result, in SocketEndpoint target)
    {
        if (result != -Errno.EINPROGRESS)
        {
            End(-result, target);
        }
    }

    /// <summary>POLLOUT alone is success; an error or hang-up has its reason in SO_ERROR.</summary>
    internal void OnEvents(uint events, int fd, in SocketEndpoint target)
    {
        if (!IsDone && (events & (Failed | Kernel.EPOLLOUT)) != 0)
        {
            End((events & Failed) != 0 ? KernelSocket.TakeError(fd) : 0, target);
        }
    }

    private void End(int errno, in SocketEndpoint target)
    {
        IsDone = true;
        Status = errno switch
        {
            // A Unix listener's backlog is full; TCP would try again by itself.
            Errno.EAGAIN when target.Family == SocketFamily.Unix => IoStatus.Refused,
            Errno.EAGAIN => IoStatus.NoResources,
            Errno.EADDRNOTAVAIL when HasRoute(target) => IoStatus.NoResources,
            _ => ErrnoMap.ToStatus(errno),
        };
    }

    // EADDRNOTAVAIL means "no address of ours reaches that" or "no local port is left". A datagram socket needs the same address
    // but has ports of its own, so it tells them apart.
    private static bool HasRoute(in SocketEndpoint target)
    {
        int probe = KernelSocket.OpenDatagram(target.Family);
        if (probe < 0)
        {
            return false;
        }

        int result = KernelSocket.Connect(probe, target);
        KernelSocket.Close(probe);
        return result >= 0;
    }
}
