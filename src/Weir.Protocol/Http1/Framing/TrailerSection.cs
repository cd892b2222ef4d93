// The trailer section of a chunked body (RFC 9112 §7.1.2), a byte at a time. Checked like header fields; of those that have no place
// there (RFC 9110 §6.5.1) one that frames or routes is refused, and any other left out of what is passed on.
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;

namespace Weir.Protocol.Http1.Framing;

internal struct TrailerSection
{
    private const int MaxBytes = 8192;

    // Longer than any name that TrailerNames knows, so a name cut here is looked up by its prefix alone.
    public const int NameBytes = 32;

    private Phase _phase;
    private byte _nameLength;
    private short _bytes;
    private bool _isDropped;
    private NameBuffer _name;

    private enum Phase : byte
    {
        LineStart,
        Name,
        LongName,
        Value,
        LineFeed,
        FinalLineFeed,
        End,
        Invalid,
    }

    public readonly bool IsEnd => _phase == Phase.End;

    /// <summary>The bytes of a name that is not whole yet: whether they are passed on is not known, so they have not been.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Held =>
        _phase == Phase.Name ? ((ReadOnlySpan<byte>)_name)[.._nameLength] : [];

    /// <summary>False if the byte cannot stand here.</summary>
    public bool Step(byte value)
    {
        _phase = ++_bytes > MaxBytes ? Phase.Invalid : Next(value);
        return _phase != Phase.Invalid;
    }

    /// <summary>The same, and moves what is passed on, the bytes held so far included, to <paramref name="written"/>.</summary>
    public bool Step(byte value, Span<byte> destination, ref int written)
    {
        int held = Held.Length;
        if (!Step(value))
        {
            return false;
        }

        bool isUndecided = _phase == Phase.Name;
        if (!isUndecided && !_isDropped)
        {
            ((ReadOnlySpan<byte>)_name)[..held].CopyTo(destination[written..]);
            written += held;
            destination[written++] = value;
        }

        return true;
    }

    private Phase Next(byte value) =>
        _phase switch
        {
            Phase.LineStart when value == '\r' => EndSection(),
            Phase.LineStart when Grammar.IsTokenByte(value) => BeginName(value),
            Phase.Name when Grammar.IsTokenByte(value) => AddToName(value),
            Phase.Name when value == ':' => Judge(Phase.Value),
            Phase.LongName when Grammar.IsTokenByte(value) => Phase.LongName,
            Phase.LongName when value == ':' => Phase.Value,
            Phase.Value when value == '\r' => Phase.LineFeed,
            Phase.Value when Grammar.IsFieldValueByte(value) => Phase.Value,
            Phase.LineFeed when value == '\n' => Phase.LineStart,
            Phase.FinalLineFeed when value == '\n' => Phase.End,
            _ => Phase.Invalid,
        };

    private Phase EndSection()
    {
        _isDropped = false;
        return Phase.FinalLineFeed;
    }

    private Phase BeginName(byte value)
    {
        _isDropped = false;
        _nameLength = 0;
        return AddToName(value);
    }

    private Phase AddToName(byte value)
    {
        if (_nameLength == NameBytes)
        {
            return Judge(Phase.LongName);
        }

        _name[_nameLength++] = value;
        return Phase.Name;
    }

    private Phase Judge(Phase next)
    {
        TrailerUse use = TrailerNames.Find(((ReadOnlySpan<byte>)_name)[.._nameLength]);
        _isDropped = use == TrailerUse.Dropped;
        return use == TrailerUse.Refused ? Phase.Invalid : next;
    }

    [InlineArray(NameBytes)]
    private struct NameBuffer
    {
        private byte _first;
    }
}
