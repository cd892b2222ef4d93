// What a parse of a response head came to, and what HTTP/1 says of its connection: all that is not the head itself.
namespace Weir.Protocol.Http1.Parsing;

/// <summary>A plain value, handed back by <see cref="ResponseHeadParser"/>.</summary>
public record struct ResponseParse
{
    public ResponseParse() { }

    public ParseStatus Status { get; internal set; }

    /// <summary>Bytes of the head: status line, fields and the final empty line.</summary>
    public int HeadLength { get; internal set; }

    public int MinorVersion { get; internal set; }

    /// <summary>Whether the backend keeps the connection open after this response.</summary>
    public bool KeepAlive { get; internal set; }

    /// <summary>401 or 407 with NTLM or Negotiate: the connection itself becomes authenticated and must not be shared.</summary>
    public bool OffersConnectionAuth { get; internal set; }

    /// <summary>A short static text; empty unless the head was refused.</summary>
    public string ErrorDetail { get; internal set; } = "";

    internal ParseStatus Refuse(string detail)
    {
        ErrorDetail = detail;
        KeepAlive = false;
        return ParseStatus.Invalid;
    }
}
