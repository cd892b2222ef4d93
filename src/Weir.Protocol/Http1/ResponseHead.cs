// One parsed response head as offsets into the bytes it came from; scratch of a worker like RequestHead.
namespace Weir.Protocol.Http1;

public sealed class ResponseHead(int maxFields = HeaderFields.DefaultCapacity)
{
    /// <summary>Bytes of the head: status line, fields and the final empty line.</summary>
    public int HeadLength { get; internal set; }

    /// <summary>100 to 599.</summary>
    public int StatusCode { get; internal set; }

    public int MinorVersion { get; internal set; }

    /// <summary>The reason phrase, which may be empty.</summary>
    public int ReasonStart { get; internal set; }

    public int ReasonLength { get; internal set; }

    public HeaderFields Fields { get; } = new(maxFields);

    public BodyKind Body { get; internal set; }

    /// <summary>The declared length in bytes, or -1; set without a body in answers to HEAD and in 304.</summary>
    public long ContentLength { get; internal set; }

    /// <summary>Whether the backend keeps the connection open after this response.</summary>
    public bool KeepAlive { get; internal set; }

    /// <summary>401 or 407 with NTLM or Negotiate: the connection itself becomes authenticated and must not be shared.</summary>
    public bool OffersConnectionAuth { get; internal set; }

    /// <summary>A short static text; empty unless the head was refused.</summary>
    public string ErrorDetail { get; internal set; } = "";

    internal ConnectionOptions Options { get; set; }

    /// <summary>1xx: another head follows on the same exchange, but for 101.</summary>
    public bool IsInterim => StatusCode is >= 100 and <= 199 and not 101;

    public ReadOnlySpan<byte> Reason(ReadOnlySpan<byte> source) =>
        source.Slice(ReasonStart, ReasonLength);

    internal void Reset()
    {
        HeadLength = StatusCode = MinorVersion = 0;
        ReasonStart = ReasonLength = 0;
        Fields.Clear();
        Body = BodyKind.None;
        ContentLength = -1;
        KeepAlive = OffersConnectionAuth = false;
        ErrorDetail = "";
        Options = ConnectionOptions.None;
    }

    internal ParseStatus Refuse(string detail)
    {
        ErrorDetail = detail;
        KeepAlive = false;
        return ParseStatus.Invalid;
    }
}
