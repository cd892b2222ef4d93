// One field line as offsets into the bytes that were parsed; it owns nothing.
namespace Weir.Protocol.Http.Fields;

/// <summary>
/// Where a field's name and its value (without the whitespace around it) lie in the parsed bytes, of which there are at most
/// <see cref="MaxOffset"/>. 10 bytes.
/// </summary>
public struct FieldRange
{
    /// <summary>The most bytes that a head may have.</summary>
    public const int MaxOffset = ushort.MaxValue;

    // Written field by field where it stands, as those of HeadEdit.
    private ushort _nameStart;
    private ushort _nameLength;
    private ushort _valueStart;
    private ushort _valueLength;

    public FieldName Known { readonly get; private set; }

    /// <summary>It concerns this hop alone and never goes on: Connection lists it (RFC 9110 §7.6.1), or its sender's version knows no such field.</summary>
    public bool EndsHere { readonly get; internal set; }

    public readonly int NameStart => _nameStart;

    public readonly int ValueStart => _valueStart;

    public readonly int ValueEnd => _valueStart + _valueLength;

    public readonly int ValueLength => _valueLength;

    public readonly ReadOnlySpan<byte> Name(ReadOnlySpan<byte> source) =>
        source.Slice(_nameStart, _nameLength);

    public readonly ReadOnlySpan<byte> Value(ReadOnlySpan<byte> source) =>
        source.Slice(_valueStart, _valueLength);

    /// <summary>The line is written as it usually is, "Name: value" or "Name:value", with CRLF right behind the value: it can go on by one copy.</summary>
    public readonly bool IsPlainLine(ReadOnlySpan<byte> source)
    {
        int gap = _valueStart - _nameStart - _nameLength; // the colon and whitespace
        return (gap == 1 || (gap == 2 && source[_valueStart - 1] == ' '))
            && source[ValueEnd] == '\r';
    }

    internal void Set(
        int nameStart,
        int nameLength,
        int valueStart,
        int valueLength,
        FieldName known
    )
    {
        _nameStart = (ushort)nameStart;
        _nameLength = (ushort)nameLength;
        _valueStart = (ushort)valueStart;
        _valueLength = (ushort)valueLength;
        Known = known;
        EndsHere = false;
    }
}
