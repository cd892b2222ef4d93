// X-Forwarded-For, -Proto, -Host, Forwarded (RFC 7239), Via and X-Request-Id of a request, as edits. A trusted peer's values are kept and
// added to; from anyone else they are a claim about the client that nobody checked, so ours take their place.
using System.Diagnostics;

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
            edits.Add(FieldName.XForwardedProto, "http"u8);
        }

        bool keepsHost = facts.PeerIsTrusted && head.Fields.Contains(FieldName.XForwardedHost);
        if (!keepsHost && head.HostLength > 0)
        {
            edits.Add(FieldName.XForwardedHost, head.Host(source));
        }

        AddForwarded(facts.ClientAddress, head.Host(source), edits);
        edits.Add(FieldName.Via, facts.Via);
        edits.Set(FieldName.XRequestId, facts.RequestId);
    }

    private static void AddForwarded(
        ReadOnlySpan<byte> address,
        ReadOnlySpan<byte> host,
        HeadEdits edits
    )
    {
        // RFC 7239 §6: an IPv6 address is bracketed and so must be quoted; a client without address is "unknown".
        bool isIpv6 = address.Contains((byte)':');
        ReadOnlySpan<byte> node = address.IsEmpty ? "unknown"u8 : address;
        int length =
            "for=;proto=http".Length
            + node.Length
            + (isIpv6 ? "\"[]\"".Length : 0)
            + (host.IsEmpty ? 0 : ";host=\"\"".Length + host.Length);
        var value = new HeadOutput(edits.AddMember(FieldName.Forwarded, length));
        value.Write(isIpv6 ? "for=\"["u8 : "for="u8);
        value.Write(node);
        value.Write(isIpv6 ? "]\""u8 : default);

        // A Host holds neither quote nor backslash, so it needs no escape.
        if (!host.IsEmpty)
        {
            value.Write(";host=\""u8);
            value.Write(host);
            value.Write("\""u8);
        }

        value.Write(";proto=http"u8);
        Debug.Assert(value.Result == length, "the member has as many bytes as were asked for");
    }
}
