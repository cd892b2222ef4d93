// X-Forwarded-For, -Proto, -Host, Forwarded (RFC 7239), Via and X-Request-Id of a request, as edits. A trusted peer's values are kept and
// added to; from anyone else they are a claim about the client that nobody checked, so ours take their place.
using System.Diagnostics;
using Weir.Protocol.Http.Fields;

namespace Weir.Protocol.Http;

public static class ForwardingFields
{
    private static readonly FieldNameSet s_claims = FieldNameSet.Of(
        FieldName.XForwardedFor,
        FieldName.XForwardedProto,
        FieldName.XForwardedHost,
        FieldName.XForwardedOther,
        FieldName.Forwarded
    );

    /// <summary>The longest IPv6 text (RFC 4291 §2.2) in brackets and quotes.</summary>
    public const int MaxNodeBytes = 64;

    /// <summary>
    /// Writes how Forwarded names a client (RFC 7239 §6): an IPv6 address is bracketed and so must be quoted, one without address is
    /// "unknown". Returns the bytes written, of at most <see cref="MaxNodeBytes"/>.
    /// </summary>
    public static int WriteNode(ReadOnlySpan<byte> address, Span<byte> destination)
    {
        bool isIpv6 = address.Contains((byte)':');
        var node = new HeadOutput(destination);
        node.Write(isIpv6 ? "\"["u8 : default);
        node.Write(address.IsEmpty ? "unknown"u8 : address);
        node.Write(isIpv6 ? "]\""u8 : default);
        return node.Result;
    }

    public static void Edit(
        ReadOnlySpan<byte> source,
        RequestHead head,
        scoped in ForwardingFacts facts,
        HeadEdits edits
    )
    {
        if (!facts.PeerIsTrusted)
        {
            edits.Remove(s_claims);
        }

        if (facts.PeerIsTrusted || !facts.ClientAddress.IsEmpty)
        {
            edits.AddMember(FieldName.XForwardedFor, facts.ClientAddress);
        }

        if (!facts.PeerIsTrusted || !head.Fields.Contains(FieldName.XForwardedProto))
        {
            AddProto(facts.IsSecure, edits);
        }

        bool keepsHost = facts.PeerIsTrusted && head.Fields.Contains(FieldName.XForwardedHost);
        if (!keepsHost && head.HostLength > 0)
        {
            edits.Add(FieldName.XForwardedHost, head.Host(source));
        }

        AddForwarded(facts.ClientNode, head.Host(source), facts.IsSecure, edits);
        edits.Add(FieldName.Via, facts.Via);
        edits.Set(FieldName.XRequestId, facts.RequestId);
    }

    // Two constants are copied faster than one of two.
    private static void AddProto(bool isSecure, HeadEdits edits)
    {
        if (isSecure)
        {
            edits.Add(FieldName.XForwardedProto, "https"u8);
        }
        else
        {
            edits.Add(FieldName.XForwardedProto, "http"u8);
        }
    }

    private static void AddForwarded(
        ReadOnlySpan<byte> node,
        ReadOnlySpan<byte> host,
        bool isSecure,
        HeadEdits edits
    )
    {
        int length =
            "for=;proto=http".Length
            + (isSecure ? 1 : 0)
            + node.Length
            + (host.IsEmpty ? 0 : ";host=\"\"".Length + host.Length);
        var value = new HeadOutput(edits.AddMember(FieldName.Forwarded, length));
        value.Write("for="u8);
        value.Write(node);

        // A Host holds neither quote nor backslash, so it needs no escape.
        if (!host.IsEmpty)
        {
            value.Write(";host=\""u8);
            value.Write(host);
            value.Write("\""u8);
        }

        value.Write(";proto=http"u8);
        if (isSecure)
        {
            value.Write("s"u8);
        }

        Debug.Assert(value.Result == length, "the member has as many bytes as were asked for");
    }
}
