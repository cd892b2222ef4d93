// Numbers of the kernel's socket, file, epoll and resource interfaces, equal on x64 and arm64.
namespace Weir.Linux.Native;

/// <summary>Names as in the manual pages: socket(2), socket(7), tcp(7), ipv6(7), send(2), open(2), pipe(7), poll(2), epoll_ctl(2), eventfd(2), getrlimit(2), splice(2), fcntl(2), signal(2).</summary>
internal static class Kernel
{
    internal const int AF_UNIX = 1;
    internal const int AF_INET = 2;
    internal const int AF_INET6 = 10;

    internal const int SOCK_STREAM = 1;
    internal const int SOCK_DGRAM = 2;
    internal const int SOCK_NONBLOCK = 0x800;
    internal const int SOCK_CLOEXEC = 0x80000;

    internal const int SOL_SOCKET = 1;
    internal const int SO_REUSEADDR = 2;
    internal const int SO_TYPE = 3;
    internal const int SO_ERROR = 4;
    internal const int SO_LINGER = 13;
    internal const int SO_REUSEPORT = 15;
    internal const int SO_RCVLOWAT = 18;
    internal const int SO_ACCEPTCONN = 30;

    internal const int IPPROTO_TCP = 6;
    internal const int TCP_NODELAY = 1;
    internal const int TCP_DEFER_ACCEPT = 9;
    internal const int TCP_INFO = 11;
    internal const int TcpInfoLastDataRecv = 13; // the index of that 32-bit word, behind 8 bytes and 11 words
    internal const int TCP_QUICKACK = 12;
    internal const int TCP_FASTOPEN_CONNECT = 30;

    internal const int IPPROTO_IPV6 = 41;
    internal const int IPV6_V6ONLY = 26;

    internal const int MSG_TRUNC = 0x20;
    internal const int MSG_DONTWAIT = 0x40;
    internal const int MSG_NOSIGNAL = 0x4000;

    internal const int SHUT_WR = 1;
    internal const int SIOCOUTQ = 0x5411;

    internal const int O_RDONLY = 0;
    internal const int O_WRONLY = 1;
    internal const int O_RDWR = 2;
    internal const int O_CREAT = 0x40;
    internal const int O_NOCTTY = 0x100;
    internal const int O_APPEND = 0x400;
    internal const int O_NONBLOCK = 0x800;
    internal const int O_CLOEXEC = 0x80000;
    internal const int SEEK_CUR = 1;
    internal const int POLLIN = 0x001;
    internal const int POLLOUT = 0x004;
    internal const int PIPE_BUF = 4096;

    internal const int F_SETPIPE_SZ = 1031;
    internal const uint SPLICE_F_MOVE = 1;
    internal const uint SPLICE_F_NONBLOCK = 2;
    internal const int SIGPIPE = 13;
    internal const nint SIG_IGN = 1;
    internal const int F_DUPFD = 0;
    internal const int F_GETFD = 1;
    internal const int F_SETFD = 2;
    internal const int F_GETFL = 3;
    internal const int F_SETFL = 4;
    internal const int F_DUPFD_CLOEXEC = 1030;
    internal const int FD_CLOEXEC = 1;

    internal const int EFD_NONBLOCK = 0x800;
    internal const int EFD_CLOEXEC = 0x80000;

    internal const int EPOLL_CLOEXEC = 0x80000;
    internal const int EPOLL_CTL_ADD = 1;
    internal const int EPOLL_CTL_DEL = 2;
    internal const uint EPOLLIN = 0x001;
    internal const uint EPOLLOUT = 0x004;
    internal const uint EPOLLERR = 0x008;
    internal const uint EPOLLHUP = 0x010;
    internal const uint EPOLLRDHUP = 0x2000;
    internal const uint EPOLLEXCLUSIVE = 1u << 28;
    internal const uint EPOLLET = 1u << 31;

    internal const int RLIMIT_NOFILE = 7;
    internal const int MADV_DONTNEED = 4;
}
