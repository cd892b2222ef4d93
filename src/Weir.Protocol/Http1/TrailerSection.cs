// The trailer section of a chunked body (RFC 9112 §7.1.2), a byte at a time. Judged like header fields, and a field
// that frames or routes a message is refused (RFC 9110 §6.5.1).
using System.Runtime.CompilerServices;

namespace Weir.Protocol.Http1;

internal struct TrailerSection
{
    private const int MaxBytes = 8192;

    // Longer than any name that FieldNames knows, so a name cut here is judged by its prefix alone.
    private const int NameBytes = 24;

    private Phase _phase;
    private byte _nameLength;
    private short _bytes;
    private NameBuffer _name;

    private enum Phase : byte
    {
        LineStart,
        Name,
        Value,
        LineFeed,
        FinalLineFeed,
        End,
        Invalid,
    }

    public readonly bool IsEnd => _phase == Phase.End;

    /// <summary>False if the byte cannot stand here.</summary>
    public bool Step(byte value)
    {
        _phase =
            ++_bytes > MaxBytes
                ? Phase.Invalid
                : _phase switch
                {
                    Phase.LineStart when value == '\r' => Phase.FinalLineFeed,
                    Phase.LineStart or Phase.Name when Grammar.IsTokenByte(value) => AddToName(
                        value
                    ),
                    Phase.Name when value == ':' => EndName(),
                    Phase.Value when value == '\r' => Phase.LineFeed,
                    Phase.Value when Grammar.IsFieldValueByte(value) => Phase.Value,
                    Phase.LineFeed when value == '\n' => Phase.LineStart,
                    Phase.FinalLineFeed when value == '\n' => Phase.End,
                    _ => Phase.Invalid,
                };
        return _phase != Phase.Invalid;
    }

    private Phase AddToName(byte value)
    {
        if (_nameLength < NameBytes)
        {
            _name[_nameLength++] = value;
        }

        return Phase.Name;
    }

    private Phase EndName()
    {
        ReadOnlySpan<byte> name = _name;
        bool isForbidden = FieldNames.IsForbiddenInTrailers(FieldNames.Find(name[.._nameLength]));
        _nameLength = 0;
        return isForbidden ? Phase.Invalid : Phase.Value;
    }

    [InlineArray(NameBytes)]
    private struct NameBuffer
    {
        private byte _first;
    }
}
