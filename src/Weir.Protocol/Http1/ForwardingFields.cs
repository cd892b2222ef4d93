// X-Forwarded-For, -Proto, -Host and Forwarded (RFC 7239) of a request. A trusted peer's values are kept and added to;
// from anyone else they are a claim about the client that nobody checked, so ours take their place.
namespace Weir.Protocol.Http1;

internal static class ForwardingFields
{
    public static void Write(
        ReadOnlySpan<byte> source,
        RequestHead head,
        scoped in RequestRewrite rewrite,
        ref HeadOutput output
    )
    {
        bool isOpen = false;
        if (rewrite.PeerIsTrusted)
        {
            WriteExisting(
                source,
                head,
                FieldName.XForwardedFor,
                "X-Forwarded-For"u8,
                ref isOpen,
                ref output
            );
        }

        output.WriteElement("X-Forwarded-For"u8, ref isOpen, rewrite.ClientAddress);
        output.EndList(isOpen);

        if (!rewrite.PeerIsTrusted || !head.Fields.Contains(FieldName.XForwardedProto))
        {
            output.Write("X-Forwarded-Proto: http\r\n"u8);
        }

        bool keepsHost = rewrite.PeerIsTrusted && head.Fields.Contains(FieldName.XForwardedHost);
        if (!keepsHost && head.HostLength > 0)
        {
            output.WriteField("X-Forwarded-Host"u8, head.Host(source));
        }

        WriteForwarded(source, head, rewrite, ref output);
    }

    private static void WriteForwarded(
        ReadOnlySpan<byte> source,
        RequestHead head,
        scoped in RequestRewrite rewrite,
        ref HeadOutput output
    )
    {
        bool isOpen = false;
        if (rewrite.PeerIsTrusted)
        {
            WriteExisting(source, head, FieldName.Forwarded, "Forwarded"u8, ref isOpen, ref output);
        }

        // RFC 7239 §6: an IPv6 address is bracketed and so must be quoted; a client without address is "unknown".
        ReadOnlySpan<byte> address = rewrite.ClientAddress;
        bool isIpv6 = address.Contains((byte)':');
        output.WriteElement("Forwarded"u8, ref isOpen, isIpv6 ? "for=\"["u8 : "for="u8);
        output.Write(address.IsEmpty ? "unknown"u8 : address);
        output.Write(isIpv6 ? "]\""u8 : default);

        // A Host holds neither quote nor backslash, so it needs no escape.
        if (head.HostLength > 0)
        {
            output.Write(";host=\""u8);
            output.Write(head.Host(source));
            output.Write("\""u8);
        }

        output.Write(";proto=http\r\n"u8);
    }

    private static void WriteExisting(
        ReadOnlySpan<byte> source,
        RequestHead head,
        FieldName name,
        ReadOnlySpan<byte> text,
        ref bool isOpen,
        ref HeadOutput output
    )
    {
        if (!head.Fields.Contains(name))
        {
            return;
        }

        foreach (ref readonly FieldRange field in head.Fields.AsSpan())
        {
            if (field.Known == name)
            {
                output.WriteElement(text, ref isOpen, field.Value(source));
            }
        }
    }
}
