// What the kernel or a peer did, as a value. Completions carry one; nothing on the data path throws.
namespace Weir.Proxy.Io;

/// <summary>The outcome of an I/O operation.</summary>
public enum IoStatus : byte
{
    Ok,

    /// <summary>The peer closed its sending side (recv returned 0).</summary>
    EndOfStream,

    /// <summary>ECONNRESET, EPIPE, ENOTCONN: the peer is gone.</summary>
    Reset,

    /// <summary>The peer's bytes ended without the end that their protection asks for (close_notify, RFC 8446 §6.1): somebody may have cut them.</summary>
    Truncated,

    /// <summary>ECONNREFUSED, or ENOENT for a Unix socket: nobody listens there.</summary>
    Refused,

    /// <summary>ETIMEDOUT: the kernel gave up.</summary>
    TimedOut,

    /// <summary>EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL for a destination.</summary>
    Unreachable,

    /// <summary>EMFILE, ENFILE, ENOBUFS, ENOMEM, or no free local port: our side ran out of something.</summary>
    NoResources,

    /// <summary>Anything else.</summary>
    Error,
}
