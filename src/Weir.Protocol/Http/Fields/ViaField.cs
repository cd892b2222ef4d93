// Looks for a pseudonym in the Via fields of a request (RFC 9110 §7.6.3): a proxy that finds its own there is part of a forwarding loop.
using System.Text;

namespace Weir.Protocol.Http.Fields;

public static class ViaField
{
    /// <summary>
    /// True if one of the intermediaries on the way here has this pseudonym, in any case, with or without a port. Comments are skipped;
    /// what breaks the grammar names nobody, but hides nobody behind it either.
    /// </summary>
    public static bool Names(
        ReadOnlySpan<byte> source,
        FieldTable fields,
        ReadOnlySpan<byte> pseudonym
    )
    {
        if (!fields.Contains(FieldName.Via))
        {
            return false;
        }

        foreach (ref readonly FieldRange field in fields.AsSpan())
        {
            if (field.Known == FieldName.Via && Names(field.Value(source), pseudonym))
            {
                return true;
            }
        }

        return false;
    }

    // Via = #( received-protocol RWS received-by [ RWS comment ] )
    private static bool Names(ReadOnlySpan<byte> value, ReadOnlySpan<byte> pseudonym)
    {
        bool mayComment = true;
        while (!value.IsEmpty)
        {
            int end = value.IndexOfAny((byte)',', (byte)'(');
            ReadOnlySpan<byte> member = end < 0 ? value : value[..end];
            if (NamesMember(Grammar.TrimWhitespace(member), pseudonym))
            {
                return true;
            }

            value = end < 0 ? [] : value[end..];
            if (value.IsEmpty)
            {
                return false;
            }

            // A comment that is never closed is none: it would swallow the members that others appended.
            int comment = value[0] == '(' && mayComment ? CommentLength(value) : 0;
            mayComment &= value[0] != '(' || comment > 0;
            value = value[int.Max(1, comment)..];
        }

        return false;
    }

    private static bool NamesMember(ReadOnlySpan<byte> member, ReadOnlySpan<byte> pseudonym)
    {
        int space = member.IndexOfAny((byte)' ', (byte)'\t');
        if (space < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> by = Grammar.TrimWhitespace(member[space..]);
        if (
            by.Length < pseudonym.Length
            || !Ascii.EqualsIgnoreCase(by[..pseudonym.Length], pseudonym)
        )
        {
            return false;
        }

        ReadOnlySpan<byte> rest = by[pseudonym.Length..];
        return rest.IsEmpty || rest[0] is (byte)':' or (byte)' ' or (byte)'\t';
    }

    // comment = "(" *( ctext / quoted-pair / comment ) ")" (RFC 9110 §5.6.5); 0 if it is not closed.
    private static int CommentLength(ReadOnlySpan<byte> value)
    {
        int depth = 0;
        for (int i = 0; i < value.Length; i++)
        {
            switch (value[i])
            {
                case (byte)'\\':
                    i++;
                    break;
                case (byte)'(':
                    depth++;
                    break;
                case (byte)')' when --depth == 0:
                    return i + 1;
            }
        }

        return 0;
    }
}
