// What an error number means to the proxy.
using Weir.Proxy.Io;

namespace Weir.Linux.Native;

/// <summary>From errno to <see cref="IoStatus"/>.</summary>
internal static class ErrnoMap
{
    /// <summary>For recv(2), send(2) and SO_ERROR; <paramref name="errno"/> is positive.</summary>
    internal static IoStatus ToStatus(int errno) =>
        errno switch
        {
            0 => IoStatus.Ok,
            Errno.ECONNRESET or Errno.EPIPE or Errno.ENOTCONN or Errno.ESHUTDOWN => IoStatus.Reset,
            Errno.ECONNABORTED => IoStatus.Reset,
            Errno.ECONNREFUSED or Errno.ENOENT => IoStatus.Refused,
            Errno.ETIMEDOUT => IoStatus.TimedOut,
            Errno.EHOSTUNREACH or Errno.ENETUNREACH or Errno.EADDRNOTAVAIL => IoStatus.Unreachable,
            Errno.ENETDOWN or Errno.EHOSTDOWN or Errno.ENONET => IoStatus.Unreachable,
            Errno.EMFILE or Errno.ENFILE or Errno.ENOBUFS or Errno.ENOMEM or Errno.ENOSPC =>
                IoStatus.NoResources,
            _ => IoStatus.Error,
        };

    /// <summary>
    /// accept(2) passes on errors of the new connection, not of the listener; its page says to go on after them.
    /// </summary>
    internal static bool IsOneConnectionsFault(int errno) =>
        errno
            is Errno.ECONNABORTED
                or Errno.EINTR
                or Errno.EPERM
                or Errno.EPROTO
                or Errno.ENETDOWN
                or Errno.ENOPROTOOPT
                or Errno.EHOSTDOWN
                or Errno.ENONET
                or Errno.EHOSTUNREACH
                or Errno.EOPNOTSUPP
                or Errno.ENETUNREACH
                or Errno.ETIMEDOUT
                or Errno.ECONNRESET;
}
