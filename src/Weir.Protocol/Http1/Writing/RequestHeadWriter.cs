// Writes a request's head for an HTTP/1.1 backend: hop-by-hop fields have ended (RFC 9110 §7.6.1), framing is stated once and canonically,
// edits are made. Reads the source, writes the destination, keeps nothing, so that another attempt can write another head.

using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;

namespace Weir.Protocol.Http1.Writing;

public static class RequestHeadWriter
{
    private static readonly FieldNameSet s_stops = FieldNameSet.Of(
        // Written anew, in their one canonical form.
        FieldName.Host,
        FieldName.ContentLength,
        FieldName.TransferEncoding,
        FieldName.Connection,
        FieldName.TE,
        // End at this hop.
        FieldName.KeepAlive,
        FieldName.ProxyConnection
    );

    /// <summary>Writes the head of one attempt; <paramref name="source"/> is what <paramref name="head"/> was parsed from.</summary>
    /// <returns>Bytes written, or -1 if they do not fit.</returns>
    public static int Write(
        ReadOnlySpan<byte> source,
        RequestHead head,
        HeadEdits edits,
        scoped in RequestAttempt attempt,
        Span<byte> destination
    )
    {
        var output = new HeadOutput(destination);
        WriteRequestLine(source, head, ref output);
        output.WriteField("Host"u8, attempt.Host);

        FieldNameSet stops = s_stops;
        stops.Add(edits.Replaced);
        if (!head.WantsUpgrade)
        {
            stops.Add(FieldName.Upgrade);
        }

        if (!attempt.TraceParent.IsEmpty)
        {
            stops.Add(FieldName.TraceParent);
        }

        FieldSectionWriter.WritePassing(source, head.Fields, stops, edits, ref output);
        WriteFraming(head, ref output);
        WriteConnection(source, head, ref output);
        FieldSectionWriter.WriteEdits(source, head.Fields, edits, ref output);
        if (!attempt.TraceParent.IsEmpty)
        {
            output.WriteField("traceparent"u8, attempt.TraceParent);
        }

        output.WriteLineEnd();
        return output.Result;
    }

    // Always the origin form (RFC 9112 §3.2.1), or "*" for OPTIONS on the server as a whole (§3.2.4).
    private static void WriteRequestLine(
        ReadOnlySpan<byte> source,
        RequestHead head,
        ref HeadOutput output
    )
    {
        ReadOnlySpan<byte> path = head.Path(source);
        output.Write(head.MethodToken(source));
        output.Write(" "u8);
        if (path.IsEmpty)
        {
            output.Write(head.Method == HttpMethod.Options ? "*"u8 : "/"u8);
        }
        else if (path[0] == '?')
        {
            output.Write("/"u8);
        }

        output.Write(path);
        output.Write(" HTTP/1.1\r\n"u8);
    }

    private static void WriteFraming(RequestHead head, ref HeadOutput output)
    {
        if (head.Body == BodyKind.Chunked)
        {
            output.Write("Transfer-Encoding: chunked\r\n"u8);
        }
        else if (head.ContentLength >= 0)
        {
            output.Write("Content-Length: "u8);
            output.WriteNumber(head.ContentLength);
            output.WriteLineEnd();
        }
    }

    // The only options a backend is told: upgrade, and TE for the willingness to take trailers (RFC 9110 §10.1.4).
    private static void WriteConnection(
        ReadOnlySpan<byte> source,
        RequestHead head,
        ref HeadOutput output
    )
    {
        bool takesTrailers = false;
        if (head.Fields.Contains(FieldName.TE))
        {
            foreach (ref readonly FieldRange field in head.Fields.AsSpan())
            {
                takesTrailers |=
                    field.Known == FieldName.TE
                    && ListReader.Contains(field.Value(source), "trailers"u8);
            }
        }

        bool isOpen = false;
        output.WriteElement("Connection"u8, ref isOpen, head.WantsUpgrade ? "upgrade"u8 : default);
        output.WriteElement("Connection"u8, ref isOpen, takesTrailers ? "TE"u8 : default);
        output.EndList(isOpen);
        output.Write(takesTrailers ? "TE: trailers\r\n"u8 : default);
    }
}
