// The request half of HeadRewriter.
namespace Weir.Protocol.Http1;

internal static class RequestHeadWriter
{
    public static int Write(
        ReadOnlySpan<byte> source,
        RequestHead head,
        scoped in RequestRewrite rewrite,
        Span<byte> destination
    )
    {
        var output = new HeadOutput(destination);
        WriteRequestLine(source, head, ref output);
        output.WriteField("Host"u8, head.HostLength > 0 ? head.Host(source) : rewrite.FallbackHost);

        foreach (ref readonly FieldRange field in head.Fields.AsSpan())
        {
            if (PassesOn(source, head, field, rewrite))
            {
                output.WriteLine(source, field);
            }
        }

        WriteFraming(head, ref output);
        WriteConnection(source, head, ref output);
        ForwardingFields.Write(source, head, rewrite, ref output);
        output.Write("Via: 1.1 "u8);
        output.Write(rewrite.Pseudonym);
        output.Write("\r\nX-Request-Id: "u8);
        bool keepsId =
            rewrite.PeerIsTrusted && HeadRewriter.TryGetTrustedRequestId(source, head, out _);
        output.Write(
            keepsId ? source.Slice(head.RequestIdStart, head.RequestIdLength) : rewrite.RequestId
        );
        output.WriteLineEnd();
        if (!rewrite.TraceParent.IsEmpty)
        {
            output.WriteField("traceparent"u8, rewrite.TraceParent);
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

    private static bool PassesOn(
        ReadOnlySpan<byte> source,
        RequestHead head,
        in FieldRange field,
        scoped in RequestRewrite rewrite
    )
    {
        switch (field.Known)
        {
            // Written anew, in their one canonical form.
            case FieldName.Host:
            case FieldName.ContentLength:
            case FieldName.TransferEncoding:
            case FieldName.Connection:
            case FieldName.TE:
            case FieldName.XForwardedFor:
            case FieldName.Forwarded:
            case FieldName.XRequestId:
            // End at this hop.
            case FieldName.KeepAlive:
            case FieldName.ProxyConnection:
                return false;
            case FieldName.Upgrade:
                return head.WantsUpgrade;
            case FieldName.XForwardedProto:
            case FieldName.XForwardedHost:
            case FieldName.XForwardedOther:
                return rewrite.PeerIsTrusted;
            case FieldName.TraceParent when !rewrite.TraceParent.IsEmpty:
            case FieldName.TraceState when !rewrite.TraceParent.IsEmpty && !rewrite.KeepsTraceState:
                return false;
            case FieldName.Expect:
                // RFC 9110 §10.1.1: an HTTP/1.0 client could not read the 100 that this would call forth.
                return head.MinorVersion >= 1;
            case FieldName.Via:
                return true;
            default:
                return (head.Options & ConnectionOptions.Others) == ConnectionOptions.None
                    || !ConnectionField.Lists(source, head.Fields, field.Name(source));
        }
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
