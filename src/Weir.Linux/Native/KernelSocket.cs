// System calls on stream sockets in one manner: the result, or -errno. No call here waits.
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux.Native;

/// <summary>Operations on a socket's descriptor. What returns int returns a negative errno when it fails.</summary>
internal static unsafe class KernelSocket
{
    // Never 0 to 2, also in a process that was started without them.
    private const int LeastDuplicate = 3;
    private const int TypeFlags = Kernel.SOCK_NONBLOCK | Kernel.SOCK_CLOEXEC;

    /// <summary>A new non-blocking stream socket.</summary>
    internal static int Open(SocketFamily family) => Open(family, Kernel.SOCK_STREAM);

    internal static int OpenDatagram(SocketFamily family) => Open(family, Kernel.SOCK_DGRAM);

    /// <summary>recv(2) into a pinned array; 0 is the end of the stream.</summary>
    internal static int Receive(int fd, byte[] pinned, int offset, int count, int flags = 0) =>
        Result(Libc.Recv(fd, Address(pinned, offset), (nuint)count, flags));

    /// <summary>send(2) from a pinned array; may take less than asked.</summary>
    internal static int Send(int fd, byte[] pinned, int offset, int count) =>
        Result(Libc.Send(fd, Address(pinned, offset), (nuint)count, Kernel.MSG_NOSIGNAL));

    /// <summary>A new stream socket that connects; its descriptor or -errno, and what connect(2) said.</summary>
    internal static int OpenConnect(in SocketEndpoint target, ConnectKind kind, out int result)
    {
        int fd = Open(target.Family);
        result = fd;
        if (fd >= 0)
        {
            if (target.Family != SocketFamily.Unix)
            {
                _ = SetOption(fd, Kernel.IPPROTO_TCP, Kernel.TCP_NODELAY, 1);
                if (kind == ConnectKind.FastOpen)
                {
                    // A kernel without it (before 4.11) or with it switched off connects in the usual way.
                    _ = SetOption(fd, Kernel.IPPROTO_TCP, Kernel.TCP_FASTOPEN_CONNECT, 1);
                }
                else if (kind == ConnectKind.Unseen)
                {
                    // Off before the connect: a client that is about to send delays the handshake's ACK to send it with its bytes.
                    _ = SetOption(fd, Kernel.IPPROTO_TCP, Kernel.TCP_QUICKACK, 0);
                }
            }

            result = Connect(fd, target);
        }

        return fd;
    }

    /// <summary>connect(2); -EINPROGRESS while it goes on.</summary>
    internal static int Connect(int fd, in SocketEndpoint target)
    {
        SockAddr address = default;
        return address.TrySet(target, out uint length)
            ? Result(Libc.Connect(fd, &address, length))
            : -Errno.EINVAL;
    }

    /// <summary>bind(2).</summary>
    internal static int Bind(int fd, in SocketEndpoint local)
    {
        SockAddr address = default;
        return address.TrySet(local, out uint length)
            ? Result(Libc.Bind(fd, &address, length))
            : -Errno.EINVAL;
    }

    internal static int Listen(int fd, int backlog) => Result(Libc.Listen(fd, backlog));

    /// <summary>accept4(2): a non-blocking descriptor and its peer's address.</summary>
    internal static int Accept(int fd, out SocketEndpoint remote)
    {
        SockAddr address = default;
        uint length = (uint)sizeof(SockAddr);
        int accepted = Libc.Accept4(fd, &address, &length, TypeFlags);
        if (accepted < 0)
        {
            remote = default;
            return -Errno.Last;
        }

        remote = address.ToEndpoint(length);
        return accepted;
    }

    /// <summary>getsockname(2); default when the socket is gone.</summary>
    internal static SocketEndpoint LocalEndpoint(int fd)
    {
        SockAddr address = default;
        uint length = (uint)sizeof(SockAddr);
        return Libc.GetSockName(fd, &address, &length) == 0 ? address.ToEndpoint(length) : default;
    }

    /// <summary>getpeername(2); default when the peer is gone.</summary>
    internal static SocketEndpoint RemoteEndpoint(int fd)
    {
        SockAddr address = default;
        uint length = (uint)sizeof(SockAddr);
        return Libc.GetPeerName(fd, &address, &length) == 0 ? address.ToEndpoint(length) : default;
    }

    /// <summary>setsockopt(2) with an int.</summary>
    internal static int SetOption(int fd, int level, int name, int value) =>
        Result(Libc.SetSockOpt(fd, level, name, &value, sizeof(int)));

    /// <summary>How many bytes make a stream socket readable (SO_RCVLOWAT, socket(7)); an end always does. Unix sockets ignore it.</summary>
    internal static void SetLeastInput(int fd, int bytes) =>
        _ = SetOption(fd, Kernel.SOL_SOCKET, Kernel.SO_RCVLOWAT, bytes);

    /// <summary>getsockopt(2) of an int; false when the socket is gone.</summary>
    internal static bool TryGetOption(int fd, int level, int name, out int value)
    {
        int read = 0;
        uint length = sizeof(int);
        bool isOk = Libc.GetSockOpt(fd, level, name, &read, &length) == 0;
        value = read;
        return isOk;
    }

    /// <summary>Takes the socket's pending error (SO_ERROR, socket(7)): 0 or a positive errno.</summary>
    internal static int TakeError(int fd) =>
        TryGetOption(fd, Kernel.SOL_SOCKET, Kernel.SO_ERROR, out int error) ? error : Errno.Last;

    /// <summary>Bytes sent and not yet acknowledged (SIOCOUTQ, tcp(7)).</summary>
    internal static int UnacknowledgedBytes(int fd)
    {
        int bytes = 0;
        return Libc.IoCtl(fd, Kernel.SIOCOUTQ, &bytes) == 0 ? bytes : -Errno.Last;
    }

    /// <summary>Microseconds since the last byte came (tcpi_last_data_recv of TCP_INFO, in milliseconds; tcp(7)); 0 where nobody knows.</summary>
    internal static long LastDataAgeUs(int fd)
    {
        uint* info = stackalloc uint[Kernel.TcpInfoLastDataRecv + 1];
        uint length = (Kernel.TcpInfoLastDataRecv + 1) * sizeof(uint);
        bool isKnown =
            Libc.GetSockOpt(fd, Kernel.IPPROTO_TCP, Kernel.TCP_INFO, info, &length) == 0
            && length == (Kernel.TcpInfoLastDataRecv + 1) * sizeof(uint);
        return isKnown ? info[Kernel.TcpInfoLastDataRecv] * 1000L : 0;
    }

    /// <summary>shutdown(2) of the sending side; FIN after what the kernel still holds.</summary>
    internal static void ShutdownSend(int fd) => _ = Libc.Shutdown(fd, Kernel.SHUT_WR);

    /// <summary>
    /// close(2), by RST if asked (SO_LINGER of zero, socket(7)). It releases the descriptor even when it reports an error, so there
    /// is nothing to do about one. A second close of a number is a defect: next time it is somebody else's.
    /// </summary>
    internal static void Close(int fd, bool isReset = false)
    {
        if (isReset)
        {
            CloseByReset(fd);
        }

        int result = Libc.Close(fd);
        Debug.Assert(result == 0 || Errno.Last != Errno.EBADF, "a descriptor was closed twice");
    }

    /// <summary>Another descriptor of the same socket, closed on exec unless it is meant for a child process.</summary>
    internal static int Duplicate(int fd, bool isForChild = false) =>
        Result(
            Libc.Fcntl(fd, isForChild ? Kernel.F_DUPFD : Kernel.F_DUPFD_CLOEXEC, LeastDuplicate)
        );

    /// <summary>Gives a descriptor that came from another process the flags that <see cref="Open(SocketFamily)"/> gives.</summary>
    internal static int Adopt(int fd)
    {
        int result = Result(Libc.Fcntl(fd, Kernel.F_SETFD, Kernel.FD_CLOEXEC));
        int flags = result < 0 ? result : Result(Libc.Fcntl(fd, Kernel.F_GETFL, 0));
        return flags < 0
            ? flags
            : Result(Libc.Fcntl(fd, Kernel.F_SETFL, flags | Kernel.O_NONBLOCK));
    }

    /// <summary>Makes the close to come send RST and drop what is unsent (SO_LINGER of zero, socket(7)).</summary>
    internal static void CloseByReset(int fd)
    {
        LingerOption abort = new() { IsOn = 1, Seconds = 0 };
        uint length = (uint)sizeof(LingerOption);
        _ = Libc.SetSockOpt(fd, Kernel.SOL_SOCKET, Kernel.SO_LINGER, &abort, length);
    }

    /// <summary>Opens /dev/null: a descriptor to hold in reserve.</summary>
    internal static int OpenNull()
    {
        fixed (byte* path = "/dev/null\0"u8)
        {
            return Result(Libc.Open(path, Kernel.O_CLOEXEC));
        }
    }

    /// <summary>A pipe of <paramref name="bytes"/> (pipe2(2), F_SETPIPE_SZ); 0 or -errno, also where the kernel grants only a smaller one.</summary>
    internal static int OpenPipe(int bytes, out int readFd, out int writeFd)
    {
        int* ends = stackalloc int[2];
        int result = Result(Libc.Pipe2(ends, Kernel.O_NONBLOCK | Kernel.O_CLOEXEC));
        (readFd, writeFd) = (ends[0], ends[1]);
        if (result < 0)
        {
            return result;
        }

        result = Result(Libc.Fcntl(writeFd, Kernel.F_SETPIPE_SZ, bytes));
        if (result < 0)
        {
            Close(readFd);
            Close(writeFd);
        }

        return int.Min(result, 0);
    }

    /// <summary>splice(2) from or to a pipe: bytes moved, 0 at the end of the stream, or -errno. Needs <see cref="IgnoreBrokenPipes"/>.</summary>
    internal static int Splice(int from, int to, int most) =>
        Result(
            Libc.Splice(
                from,
                null,
                to,
                null,
                (nuint)most,
                Kernel.SPLICE_F_MOVE | Kernel.SPLICE_F_NONBLOCK
            )
        );

    /// <summary>write(2): bytes written, or -errno. Needs <see cref="IgnoreBrokenPipes"/>.</summary>
    internal static int Write(int fd, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            return Result(Libc.Write(fd, start, (nuint)bytes.Length));
        }
    }

    /// <summary>Unlike send(2), splice(2) knows no MSG_NOSIGNAL: writing to a reset socket would end the process.</summary>
    internal static void IgnoreBrokenPipes() => _ = Libc.Signal(Kernel.SIGPIPE, Kernel.SIG_IGN);

    private static int Open(SocketFamily family, int type)
    {
        int domain = family switch
        {
            SocketFamily.IPv4 => Kernel.AF_INET,
            SocketFamily.IPv6 => Kernel.AF_INET6,
            SocketFamily.Unix => Kernel.AF_UNIX,
            _ => -1,
        };
        return domain < 0
            ? -Errno.EAFNOSUPPORT
            : Result(Libc.Socket(domain, type | TypeFlags, protocol: 0));
    }

    private static byte* Address(byte[] pinned, int offset) =>
        (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned)) + offset;

    private static int Result(nint value) => value >= 0 ? (int)value : -Errno.Last;
}
