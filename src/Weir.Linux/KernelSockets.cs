// Binds the kernel's listening sockets.
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux;

/// <summary>
/// Listening sockets for TCP, and for a Unix path when one is asked for. <c>[::]</c> takes IPv4 as well, unless that is taken care of;
/// every other IPv6 address is IPv6 alone.
/// </summary>
public sealed class KernelSockets : SocketFactory
{
    /// <summary>
    /// Whether a port on which this very process listens is no obstacle: a wider or narrower address gets its sockets before the old
    /// ones go. The kernel gives a connection to the socket whose address fits best.
    /// </summary>
    public bool JoinsOwn { get; init; }

    /// <summary>Whether <c>[::]</c> leaves IPv4 to another socket.</summary>
    public bool IsIPv6Alone { get; init; }

    public override bool TryListen(
        SocketEndpoint address,
        int backlog,
        int count,
        out ListenSocket[] sockets,
        out string? error
    )
    {
        Errno.Prepare();
        int result = Probe(address, count);
        if (result == -Errno.EADDRINUSE && JoinsOwn && PortHolders.AreOwn(address))
        {
            result = 0;
        }

        return TryOpen(address, backlog, count, result, out sockets, out error);
    }

    /// <summary>True when somebody else has the address at this moment.</summary>
    public bool IsTaken(in SocketEndpoint address)
    {
        Errno.Prepare();
        return Probe(address, count: 1) == -Errno.EADDRINUSE
            && !(JoinsOwn && PortHolders.AreOwn(address));
    }

    private bool TryOpen(
        SocketEndpoint address,
        int backlog,
        int count,
        int result,
        out ListenSocket[] sockets,
        out string? error
    )
    {
        var opened = new ListenSocket[count];
        for (int index = 0; result >= 0 && index < count; index++)
        {
            bool sharesPort = address.Family != SocketFamily.Unix;
            result = Open(address, backlog, sharesPort, out opened[index]);
            if (result >= 0)
            {
                // Port 0: the first socket's port is for all.
                address = address.WithPort(opened[index].Local.Port);
            }
        }

        error = result < 0 ? $"cannot listen on {address}: {Reason(address, -result)}" : null;
        sockets = result < 0 ? [] : opened;
        if (result < 0)
        {
            foreach (ListenSocket? socket in opened)
            {
                socket?.Dispose();
            }
        }

        return result >= 0;
    }

    // SO_REUSEPORT would let these sockets join those of another process of the same user, which would then get a part of the
    // connections. A socket without it cannot be bound where anyone listens; it only binds, so no client can reach it.
    private int Probe(in SocketEndpoint address, int count)
    {
        if (address.Family == SocketFamily.Unix)
        {
            return count == 1 ? 0 : -Errno.EOPNOTSUPP;
        }

        int probe = OpenBound(address, sharesPort: false);
        if (probe >= 0)
        {
            KernelSocket.Close(probe);
        }

        return probe;
    }

    private int Open(
        in SocketEndpoint address,
        int backlog,
        bool sharesPort,
        out ListenSocket socket
    )
    {
        socket = null!; // unused when the result is an error
        int fd = OpenBound(address, sharesPort);
        if (fd < 0)
        {
            return fd;
        }

        if (address.Family != SocketFamily.Unix)
        {
            // Accepted connections inherit it.
            _ = KernelSocket.SetOption(fd, Kernel.IPPROTO_TCP, Kernel.TCP_NODELAY, 1);
        }

        int result = KernelSocket.Listen(fd, backlog);
        if (result < 0)
        {
            KernelSocket.Close(fd);
            return result;
        }

        socket = new KernelListenSocket(fd, KernelSocket.LocalEndpoint(fd));
        return 0;
    }

    private int OpenBound(in SocketEndpoint address, bool sharesPort)
    {
        int fd = KernelSocket.Open(address.Family);
        if (fd < 0)
        {
            return fd;
        }

        int result = 0;
        if (address.Family != SocketFamily.Unix)
        {
            // Connections of a former run in TIME_WAIT do not hold the port.
            result = KernelSocket.SetOption(fd, Kernel.SOL_SOCKET, Kernel.SO_REUSEADDR, 1);
        }

        if (result >= 0 && address.Family == SocketFamily.IPv6)
        {
            int only = address.Bits == UInt128.Zero && !IsIPv6Alone ? 0 : 1;
            result = KernelSocket.SetOption(fd, Kernel.IPPROTO_IPV6, Kernel.IPV6_V6ONLY, only);
        }

        if (result >= 0 && sharesPort)
        {
            result = KernelSocket.SetOption(fd, Kernel.SOL_SOCKET, Kernel.SO_REUSEPORT, 1);
        }

        if (result >= 0)
        {
            result = KernelSocket.Bind(fd, address);
        }

        if (result < 0)
        {
            KernelSocket.Close(fd);
            return result;
        }

        return fd;
    }

    private static string Reason(in SocketEndpoint address, int errno) =>
        errno switch
        {
            Errno.EADDRINUSE =>
                $"address already in use: {PortHolders.Find(address).Text ?? "a process has bound it without listening"}",
            Errno.EACCES when address.Family != SocketFamily.Unix =>
                "permission denied (a port this low needs CAP_NET_BIND_SERVICE, or a lower net.ipv4.ip_unprivileged_port_start)",
            Errno.EACCES => "permission denied",
            Errno.EADDRNOTAVAIL => "no interface of this machine has that address",
            Errno.EAFNOSUPPORT => "this machine does not support that kind of address",
            Errno.EMFILE or Errno.ENFILE => "no file descriptor is left",
            Errno.ENOENT => "no such directory",
            Errno.EINVAL => "the address cannot be bound",
            Errno.EOPNOTSUPP => "one Unix socket cannot serve several reactors",
            _ => $"errno {errno}",
        };
}
