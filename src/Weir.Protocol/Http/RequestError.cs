// Why a request head is refused. RequestErrors maps each to its status code.
namespace Weir.Protocol.Http;

public enum RequestError : byte
{
    None,

    /// <summary>400: breaks the grammar or the framing rules.</summary>
    Malformed,

    /// <summary>431: more bytes or more fields than the limits allow.</summary>
    HeadTooLarge,

    /// <summary>414: the request line alone exceeds the head's limit.</summary>
    TargetTooLong,

    /// <summary>501: a transfer coding other than chunked (RFC 9112 §6.1).</summary>
    UnsupportedTransferCoding,

    /// <summary>501: a method longer than any that is known (RFC 9112 §3).</summary>
    MethodTooLong,

    /// <summary>501: CONNECT asks for a forward proxy.</summary>
    ConnectUnsupported,

    /// <summary>505: HTTP/2 or above in a request line.</summary>
    VersionUnsupported,
}
