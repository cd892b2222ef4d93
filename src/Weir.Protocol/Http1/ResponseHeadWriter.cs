// The response half of HeadRewriter.
namespace Weir.Protocol.Http1;

internal static class ResponseHeadWriter
{
    private const int UpgradeRequired = 426;

    public static int Write(
        ReadOnlySpan<byte> source,
        ResponseHead head,
        scoped in ResponseRewrite rewrite,
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
        bool keepsUpgrade = rewrite.Upgrade || head.StatusCode == UpgradeRequired;
        foreach (ref readonly FieldRange field in head.Fields.AsSpan())
        {
            if (PassesOn(source, head, field, keepsUpgrade, rewrite.DropFraming))
            {
                output.WriteLine(source, field);
            }
        }

        // Interim responses only prepare the final one: they carry neither framing nor our marks.
        if (!head.IsInterim)
        {
            WriteFraming(head, rewrite, ref output);
            keepsUpgrade &= head.Fields.Contains(FieldName.Upgrade);
            WriteConnection(rewrite, keepsUpgrade, ref output);
            output.Write("Via: 1.1 "u8);
            output.Write(rewrite.Pseudonym);
            output.WriteLineEnd();
            if (!rewrite.Date.IsEmpty && !head.Fields.Contains(FieldName.Date))
            {
                output.WriteField("Date"u8, rewrite.Date);
            }

            if (!rewrite.RequestId.IsEmpty)
            {
                output.WriteField("X-Request-Id"u8, rewrite.RequestId);
            }
        }

        output.WriteLineEnd();
        return output.Result;
    }

    private static bool PassesOn(
        ReadOnlySpan<byte> source,
        ResponseHead head,
        in FieldRange field,
        bool keepsUpgrade,
        bool dropsTrailers
    )
    {
        switch (field.Known)
        {
            // Written anew.
            case FieldName.ContentLength:
            case FieldName.TransferEncoding:
            case FieldName.Connection:
            case FieldName.XRequestId:
            // End at this hop.
            case FieldName.KeepAlive:
            case FieldName.ProxyConnection:
            case FieldName.TE:
                return false;
            case FieldName.Upgrade:
                return keepsUpgrade;
            case FieldName.Trailer when dropsTrailers:
                return false;
            default:
                return (head.Options & ConnectionOptions.Others) == ConnectionOptions.None
                    || FieldNames.IsProtectedFromConnection(field.Known)
                    || !ConnectionField.Lists(source, head.Fields, field.Name(source));
        }
    }

    private static void WriteFraming(
        ResponseHead head,
        scoped in ResponseRewrite rewrite,
        ref HeadOutput output
    )
    {
        bool isChunked = rewrite.Chunk || head.Body == BodyKind.Chunked;
        if (head.ContentLength >= 0)
        {
            output.Write("Content-Length: "u8);
            output.WriteNumber(head.ContentLength);
            output.WriteLineEnd();
        }
        else if (isChunked && !rewrite.DropFraming)
        {
            output.Write("Transfer-Encoding: chunked\r\n"u8);
        }
    }

    private static void WriteConnection(
        scoped in ResponseRewrite rewrite,
        bool keepsUpgrade,
        ref HeadOutput output
    )
    {
        bool isOpen = false;
        output.WriteElement("Connection"u8, ref isOpen, keepsUpgrade ? "upgrade"u8 : default);
        output.WriteElement("Connection"u8, ref isOpen, rewrite.Close ? "close"u8 : default);
        bool keepAlive = rewrite.KeepAlive10 && !rewrite.Close;
        output.WriteElement("Connection"u8, ref isOpen, keepAlive ? "keep-alive"u8 : default);
        output.EndList(isOpen);
    }
}
