// One field line as offsets into the bytes that were parsed; it owns nothing.
namespace Weir.Protocol.Http1;

/// <summary>Where a field's name and its value (without the whitespace around it) lie in the parsed bytes.</summary>
public readonly record struct FieldRange(
    int NameStart,
    int NameLength,
    int ValueStart,
    int ValueLength,
    FieldName Known
)
{
    public ReadOnlySpan<byte> Name(ReadOnlySpan<byte> source) =>
        source.Slice(NameStart, NameLength);

    public ReadOnlySpan<byte> Value(ReadOnlySpan<byte> source) =>
        source.Slice(ValueStart, ValueLength);
}
