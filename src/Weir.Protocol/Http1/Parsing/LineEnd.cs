// The line end of HTTP/1.1 (RFC 9112 §2.2).
namespace Weir.Protocol.Http1.Parsing;

internal static class LineEnd
{
    /// <summary>CRLF is there, as nearly always.</summary>
    public static bool IsAt(ReadOnlySpan<byte> bytes, int at) =>
        at + 1 < bytes.Length && bytes[at] == '\r' && bytes[at + 1] == '\n';

    /// <summary>
    /// Classifies the first byte that cannot belong to a line: Complete if CRLF is there, NeedMore if its CR is the last
    /// byte so far, else Invalid. A bare LF or CR is no line end here (RFC 9112 §2.2 lets a recipient choose).
    /// </summary>
    public static ParseStatus Classify(ReadOnlySpan<byte> bytes, int at, out string detail)
    {
        detail = "";
        if (bytes[at] == '\r')
        {
            if (at + 1 == bytes.Length)
            {
                return ParseStatus.NeedMore;
            }

            if (bytes[at + 1] == '\n')
            {
                return ParseStatus.Complete;
            }

            detail = "bare CR";
        }
        else
        {
            detail = bytes[at] == '\n' ? "bare LF" : "forbidden byte in line";
        }

        return ParseStatus.Invalid;
    }
}
