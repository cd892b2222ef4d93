// Which fields have no place in a trailer section: RFC 9110 §6.5.1 by kinds, RFC 7230 §4.1.2 by names, and what this proxy vouches for.
using System.Text;

namespace Weir.Protocol.Http.Fields;

internal static class TrailerNames
{
    private static readonly byte[][] Dropped =
    [
        // The hop and the content's form.
        .. Names("Connection, Keep-Alive, Proxy-Connection, TE, Trailer, Upgrade"),
        .. Names("Content-Encoding, Content-Range, Content-Type"),
        // Authentication.
        .. Names("Authorization, Proxy-Authorization, WWW-Authenticate, Proxy-Authenticate"),
        .. Names("Authentication-Info, Proxy-Authentication-Info, Cookie, Set-Cookie"),
        // Request modifiers.
        .. Names("Expect, Max-Forwards, Pragma, Range, If-Match, If-None-Match, If-Range"),
        .. Names("If-Modified-Since, If-Unmodified-Since"),
        // Response controls.
        .. Names("Age, Cache-Control, Date, Expires, Location, Retry-After, Vary, Warning"),
        // What describes the path of the message; every X-Forwarded-… is part of it.
        .. Names("Via, Forwarded, X-Request-Id, Proxy-Status"),
    ];

    public static TrailerUse Find(ReadOnlySpan<byte> name)
    {
        switch (FieldNames.Find(name))
        {
            case FieldName.Host:
            case FieldName.ContentLength:
            case FieldName.TransferEncoding:
                return TrailerUse.Refused;
            case FieldName.XForwardedFor:
            case FieldName.XForwardedProto:
            case FieldName.XForwardedHost:
            case FieldName.XForwardedOther:
                return TrailerUse.Dropped;
        }

        foreach (byte[] dropped in Dropped)
        {
            if (Ascii.EqualsIgnoreCase(name, dropped))
            {
                return TrailerUse.Dropped;
            }
        }

        return TrailerUse.PassedOn;
    }

    private static IEnumerable<byte[]> Names(string list) =>
        list.Split(", ").Select(Encoding.ASCII.GetBytes);
}
