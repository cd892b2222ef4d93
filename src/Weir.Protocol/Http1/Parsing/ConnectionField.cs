// Reads Connection fields (RFC 9110 §7.6.1): the options as bits, and whether a field's name is listed.
using System.Text;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;

namespace Weir.Protocol.Http1.Parsing;

internal static class ConnectionField
{
    // Each listed name is compared with each field of the head: 32 × 128 compares at most.
    private const int MaxOptions = 32;

    /// <summary>False if more options are listed than any honest peer sends.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> source,
        FieldTable fields,
        out ConnectionOptions options
    )
    {
        options = ConnectionOptions.None;
        if (!fields.Contains(FieldName.Connection))
        {
            return true;
        }

        int count = 0;
        foreach (ref readonly FieldRange field in fields.AsSpan())
        {
            if (field.Known != FieldName.Connection)
            {
                continue;
            }

            var list = new ListReader(field.Value(source));
            while (list.TryNext(out ReadOnlySpan<byte> option))
            {
                options |= option.IsEmpty ? ConnectionOptions.None : Find(option);
                if (++count > MaxOptions)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Ends what Connection lists, but for what nobody can list away, and Upgrade, which whoever writes the head decides on.</summary>
    public static void EndListed(
        ReadOnlySpan<byte> source,
        FieldTable fields,
        ConnectionOptions options
    )
    {
        if ((options & ConnectionOptions.Others) == ConnectionOptions.None)
        {
            return;
        }

        for (int i = 0; i < fields.Count; i++)
        {
            if (
                fields[i].Known != FieldName.Upgrade
                && !FieldNames.IsProtectedFromConnection(fields[i].Known)
                && Lists(source, fields, fields[i].Name(source))
            )
            {
                fields.EndHere(i);
            }
        }
    }

    /// <summary>Whether the connection outlives the message (RFC 9112 §9.3).</summary>
    public static bool Persists(int minorVersion, ConnectionOptions options)
    {
        if ((options & ConnectionOptions.Close) != ConnectionOptions.None)
        {
            return false;
        }

        return minorVersion >= 1
            || (options & ConnectionOptions.KeepAlive) != ConnectionOptions.None;
    }

    private static bool Lists(ReadOnlySpan<byte> source, FieldTable fields, ReadOnlySpan<byte> name)
    {
        foreach (ref readonly FieldRange field in fields.AsSpan())
        {
            if (field.Known != FieldName.Connection)
            {
                continue;
            }

            var list = new ListReader(field.Value(source));
            while (list.TryNext(out ReadOnlySpan<byte> option))
            {
                if (Ascii.EqualsIgnoreCase(option, name))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static ConnectionOptions Find(ReadOnlySpan<byte> option) =>
        option.Length switch
        {
            2 when Grammar.IsSameToken(option, "te"u8) => ConnectionOptions.TE,
            5 when Grammar.IsSameToken(option, "close"u8) => ConnectionOptions.Close,
            7 when Grammar.IsSameToken(option, "upgrade"u8) => ConnectionOptions.Upgrade,
            10 when Grammar.IsSameToken(option, "keep-alive"u8) => ConnectionOptions.KeepAlive,
            _ => ConnectionOptions.Others,
        };
}
