// Writes a response's head for an HTTP/1 client: hop-by-hop fields have ended (RFC 9110 §7.6.1), framing is stated once and canonically,
// edits are made. Reads the source, writes the destination, keeps nothing.

using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;

namespace Weir.Protocol.Http1.Writing;

public static class ResponseHeadWriter
{
    /// <summary>
    /// The most bytes by which a head outgrows its source, besides its edits: "Transfer-Encoding: chunked" (28), "Connection: upgrade, close"
    /// (28), and a space before an empty reason.
    /// </summary>
    public const int MaxGrowth = 57;

    private const int UpgradeRequired = 426;

    private static readonly FieldNameSet s_stops = FieldNameSet.Of(
        // Written anew.
        FieldName.ContentLength,
        FieldName.TransferEncoding,
        FieldName.Connection,
        FieldName.XRequestId,
        // End at this hop.
        FieldName.KeepAlive,
        FieldName.ProxyConnection,
        FieldName.TE
    );

    /// <summary>
    /// Writes a head; <paramref name="source"/> is what <paramref name="head"/> was parsed from. An interim response is not edited: it only
    /// prepares the final one and carries neither framing nor our marks.
    /// </summary>
    /// <returns>Bytes written, or -1 if they do not fit.</returns>
    public static int Write(
        ReadOnlySpan<byte> source,
        ResponseHead head,
        HeadEdits edits,
        in ResponseFraming framing,
        Span<byte> destination
    )
    {
        var output = new HeadOutput(destination);
        output.Write("HTTP/1.1 "u8);
        output.WriteNumber(head.StatusCode);
        output.Write(" "u8);
        output.Write(head.Reason(source));
        output.WriteLineEnd();

        // RFC 9110 §15.5.22: a 426 without Upgrade would not say what it requires.
        bool keepsUpgrade = framing.Upgrade || head.StatusCode == UpgradeRequired;
        FieldNameSet stops = s_stops;
        if (!keepsUpgrade)
        {
            stops.Add(FieldName.Upgrade);
        }

        if (framing.DropFraming)
        {
            stops.Add(FieldName.Trailer);
        }

        if (head.IsInterim)
        {
            FieldSectionWriter.WritePassing(source, head.Fields, stops, edits: null, ref output);
        }
        else
        {
            stops.Add(edits.Replaced);
            FieldSectionWriter.WritePassing(source, head.Fields, stops, edits, ref output);
            WriteFraming(head, framing, ref output);
            keepsUpgrade &= head.Fields.Contains(FieldName.Upgrade);
            WriteConnection(framing, keepsUpgrade, ref output);
            FieldSectionWriter.WriteEdits(source, head.Fields, edits, ref output);
        }

        output.WriteLineEnd();
        return output.Result;
    }

    private static void WriteFraming(
        ResponseHead head,
        in ResponseFraming framing,
        ref HeadOutput output
    )
    {
        bool isChunked = framing.Chunk || head.Body == BodyKind.Chunked;
        if (head.ContentLength >= 0)
        {
            output.Write("Content-Length: "u8);
            output.WriteNumber(head.ContentLength);
            output.WriteLineEnd();
        }
        else if (isChunked && !framing.DropFraming)
        {
            output.Write("Transfer-Encoding: chunked\r\n"u8);
        }
    }

    private static void WriteConnection(
        in ResponseFraming framing,
        bool keepsUpgrade,
        ref HeadOutput output
    )
    {
        bool isOpen = false;
        output.WriteElement("Connection"u8, ref isOpen, keepsUpgrade ? "upgrade"u8 : default);
        output.WriteElement("Connection"u8, ref isOpen, framing.Close ? "close"u8 : default);
        bool keepAlive = framing.KeepAlive10 && !framing.Close;
        output.WriteElement("Connection"u8, ref isOpen, keepAlive ? "keep-alive"u8 : default);
        output.EndList(isOpen);
    }
}
