// Finds the known field for a name: length and first byte leave one candidate, then one compare without case.
using System.Text;

namespace Weir.Protocol.Http1;

public static class FieldNames
{
    private const int ForwardedPrefixLength = 12;

    /// <summary>The known field that a name means, whatever its case (RFC 9110 §5.1).</summary>
    public static FieldName Find(ReadOnlySpan<byte> name)
    {
        FieldName found = name.Length switch
        {
            2 => Match(name, "te"u8, FieldName.TE),
            3 => Match(name, "via"u8, FieldName.Via),
            4 => Lower(name) == 'h'
                ? Match(name, "host"u8, FieldName.Host)
                : Match(name, "date"u8, FieldName.Date),
            6 => Match(name, "expect"u8, FieldName.Expect),
            7 => Lower(name) == 'u'
                ? Match(name, "upgrade"u8, FieldName.Upgrade)
                : Match(name, "trailer"u8, FieldName.Trailer),
            9 => Match(name, "forwarded"u8, FieldName.Forwarded),
            10 => FindOfLength10(name),
            11 => Match(name, "traceparent"u8, FieldName.TraceParent),
            12 => Lower(name) == 'p'
                ? Match(name, "proxy-status"u8, FieldName.ProxyStatus)
                : Match(name, "x-request-id"u8, FieldName.XRequestId),
            14 => Match(name, "content-length"u8, FieldName.ContentLength),
            15 => Match(name, "x-forwarded-for"u8, FieldName.XForwardedFor),
            16 => FindOfLength16(name),
            17 => Lower(name) == 't'
                ? Match(name, "transfer-encoding"u8, FieldName.TransferEncoding)
                : Match(name, "x-forwarded-proto"u8, FieldName.XForwardedProto),
            18 => Match(name, "proxy-authenticate"u8, FieldName.ProxyAuthenticate),
            _ => FieldName.Other,
        };
        return found == FieldName.Other && IsForwardedPrefixed(name)
            ? FieldName.XForwardedOther
            : found;
    }

    /// <summary>
    /// True for a field that a client cannot make disappear by listing its name in Connection: it frames or routes
    /// the message, or carries what this proxy vouches for.
    /// </summary>
    public static bool IsProtectedFromConnection(FieldName name) =>
        name
            is FieldName.Host
                or FieldName.ContentLength
                or FieldName.TransferEncoding
                or FieldName.Expect
                or FieldName.Via
                or FieldName.Forwarded
                or FieldName.XForwardedFor
                or FieldName.XForwardedProto
                or FieldName.XForwardedHost
                or FieldName.XForwardedOther
                or FieldName.XRequestId;

    private static FieldName FindOfLength10(ReadOnlySpan<byte> name) =>
        Lower(name) switch
        {
            (byte)'c' => Match(name, "connection"u8, FieldName.Connection),
            (byte)'k' => Match(name, "keep-alive"u8, FieldName.KeepAlive),
            _ => Match(name, "tracestate"u8, FieldName.TraceState),
        };

    private static FieldName FindOfLength16(ReadOnlySpan<byte> name) =>
        Lower(name) switch
        {
            (byte)'p' => Match(name, "proxy-connection"u8, FieldName.ProxyConnection),
            (byte)'w' => Match(name, "www-authenticate"u8, FieldName.WwwAuthenticate),
            _ => Match(name, "x-forwarded-host"u8, FieldName.XForwardedHost),
        };

    private static bool IsForwardedPrefixed(ReadOnlySpan<byte> name)
    {
        if (name.Length < ForwardedPrefixLength || Lower(name) != 'x')
        {
            return false;
        }

        return name[1] is (byte)'-' or (byte)'_'
            && name[ForwardedPrefixLength - 1] is (byte)'-' or (byte)'_'
            && Ascii.EqualsIgnoreCase(name[2..(ForwardedPrefixLength - 1)], "forwarded"u8);
    }

    private static byte Lower(ReadOnlySpan<byte> name) => (byte)(name[0] | 0x20);

    private static FieldName Match(
        ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> lowerCase,
        FieldName known
    ) => Ascii.EqualsIgnoreCase(name, lowerCase) ? known : FieldName.Other;
}
