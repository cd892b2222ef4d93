// How a connect begins.
namespace Weir.Proxy.Io;

/// <summary>What the handshake of a new connection is to spare.</summary>
public enum ConnectKind : byte
{
    Usual,

    /// <summary>RFC 7413: a server that was met before is taken for connected at once, and the first bytes sent go out with the SYN; a
    /// refusal is found by the first receive.</summary>
    FastOpen,

    /// <summary>
    /// The kernel keeps the handshake's last ACK back for a while (200 ms on Linux), and a <see cref="Channel.Reset"/> within that time ends
    /// the connection before the server's accept(2) could return it. Over a Unix socket there is no handshake: the server sees it.
    /// </summary>
    Unseen,
}
