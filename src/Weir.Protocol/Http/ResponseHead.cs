// The head of one response, whatever HTTP version brought it, as offsets into the bytes it came from; filled again for each.
using Weir.Protocol.Http.Fields;

namespace Weir.Protocol.Http;

public sealed class ResponseHead(int maxFields = FieldTable.DefaultCapacity)
{
    /// <summary>100 to 599.</summary>
    public int StatusCode { get; internal set; }

    /// <summary>The reason phrase, which may be empty, as in every version but HTTP/1 it is.</summary>
    public int ReasonStart { get; internal set; }

    public int ReasonLength { get; internal set; }

    public FieldTable Fields { get; } = new(maxFields);

    public BodyKind Body { get; internal set; }

    /// <summary>The declared length in bytes, or -1; set without a body in answers to HEAD and in 304.</summary>
    public long ContentLength { get; internal set; }

    /// <summary>1xx: another head follows on the same exchange, but for 101.</summary>
    public bool IsInterim => StatusCode is >= 100 and <= 199 and not 101;

    public ReadOnlySpan<byte> Reason(ReadOnlySpan<byte> source) =>
        source.Slice(ReasonStart, ReasonLength);

    internal void Reset()
    {
        StatusCode = 0;
        ReasonStart = ReasonLength = 0;
        Fields.Clear();
        Body = BodyKind.None;
        ContentLength = -1;
    }
}
