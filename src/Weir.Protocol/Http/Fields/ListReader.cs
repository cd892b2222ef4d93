// Walks the elements of a comma-separated field value (RFC 9110 §5.6.1), each trimmed; empty ones are told too.
namespace Weir.Protocol.Http.Fields;

internal ref struct ListReader(ReadOnlySpan<byte> value)
{
    private ReadOnlySpan<byte> _rest = value;
    private bool _ended;

    public bool TryNext(out ReadOnlySpan<byte> element)
    {
        if (_ended)
        {
            element = default;
            return false;
        }

        int comma = _rest.IndexOf((byte)',');
        if (comma < 0)
        {
            element = Grammar.TrimWhitespace(_rest);
            _ended = true;
            return true;
        }

        element = Grammar.TrimWhitespace(_rest[..comma]);
        _rest = _rest[(comma + 1)..];
        return true;
    }

    /// <summary>True if one element equals the token, in any case.</summary>
    public static bool Contains(ReadOnlySpan<byte> value, ReadOnlySpan<byte> token)
    {
        var list = new ListReader(value);
        while (list.TryNext(out ReadOnlySpan<byte> element))
        {
            if (System.Text.Ascii.EqualsIgnoreCase(element, token))
            {
                return true;
            }
        }

        return false;
    }
}
