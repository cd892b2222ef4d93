// One change of a head.
using Weir.Protocol.Http.Fields;

namespace Weir.Protocol.Http;

/// <summary>Offsets are into the text of its <see cref="HeadEdits"/>, where name and value stand as an HTTP/1 field line. 12 bytes.</summary>
public struct HeadEdit
{
    // Written field by field where it stands: a copy right behind narrow writes waits for them.
    public HeadEditKind Kind { readonly get; internal set; }

    public FieldName Known { readonly get; private set; }

    internal ushort NameLength { readonly get; private set; }

    internal int NameStart { readonly get; private set; }

    internal int ValueLength { readonly get; private set; }

    /// <summary>Behind the colon and a space.</summary>
    internal readonly int ValueStart => NameStart + NameLength + FieldNames.Separator.Length;

    /// <summary>Behind the line's CRLF.</summary>
    internal readonly int LineEnd => ValueStart + ValueLength + HeadEdits.LineEnd.Length;

    public readonly ReadOnlySpan<byte> Name(ReadOnlySpan<byte> text) =>
        text.Slice(NameStart, NameLength);

    public readonly ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text) =>
        text.Slice(ValueStart, ValueLength);

    /// <summary>"Name: value" and CRLF.</summary>
    public readonly ReadOnlySpan<byte> Line(ReadOnlySpan<byte> text) => text[NameStart..LineEnd];

    internal void Set(
        HeadEditKind kind,
        FieldName known,
        int nameStart,
        int nameLength,
        int valueLength
    )
    {
        Kind = kind;
        Known = known;
        NameLength = (ushort)nameLength;
        NameStart = nameStart;
        ValueLength = valueLength;
    }
}
