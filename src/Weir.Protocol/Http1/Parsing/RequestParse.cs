// What a parse of a request head came to, and what HTTP/1 says of its connection: all that is not the head itself.

using Weir.Protocol.Http;

namespace Weir.Protocol.Http1.Parsing;

/// <summary>A plain value, handed back by <see cref="RequestHeadParser"/>.</summary>
public record struct RequestParse
{
    public RequestParse() { }

    public ParseStatus Status { get; internal set; }

    /// <summary>Bytes of the head: empty lines before it, request line, fields and the final empty line.</summary>
    public int HeadLength { get; internal set; }

    /// <summary>0 for HTTP/1.0; 1 for HTTP/1.1 and any later minor version (RFC 9110 §2.5). Known from the request line on.</summary>
    public int MinorVersion { get; internal set; }

    /// <summary>The target names its own authority.</summary>
    public bool IsAbsoluteForm { get; internal set; }

    /// <summary>Whether the client expects the connection to go on after this exchange (RFC 9112 §9.3).</summary>
    public bool KeepAlive { get; internal set; }

    public RequestError Error { get; internal set; }

    /// <summary>A short static text for log and response body; empty unless the head was refused.</summary>
    public string ErrorDetail { get; internal set; } = "";

    internal ParseStatus Refuse(RequestError error, string detail)
    {
        Error = error;
        ErrorDetail = detail;
        KeepAlive = false;
        return ParseStatus.Invalid;
    }
}
