// The traceparent field: which trace a request belongs to, and which span called (W3C Trace Context, §3.2).
using System.Buffers;
using System.Globalization;

namespace Weir.Protocol.Http;

/// <summary>A traceparent of version 00. Neither id is zero in one that was parsed.</summary>
public readonly record struct TraceParent(UInt128 TraceId, ulong ParentId, byte Flags)
{
    /// <summary>Bytes of <c>00-TRACEID-PARENTID-FLAGS</c>.</summary>
    public const int TextBytes = 55;

    /// <summary>The caller may have recorded it (§3.2.2.5.1).</summary>
    public const byte SampledFlag = 0x01;

    /// <summary>The trace id is random (level 2, §3.3.1.2). Other flags are not passed on, as §3.2.2.5.2 wants it.</summary>
    public const byte RandomFlag = 0x02;

    private const int TraceIdStart = 3;
    private const int ParentIdStart = 36;
    private const int FlagsStart = 53;

    private static readonly SearchValues<byte> LowerHex = SearchValues.Create("0123456789abcdef"u8);

    public bool IsSampled => (Flags & SampledFlag) != 0;

    /// <summary>False for what §3.2.2 calls invalid. Of a version that is not known yet the known part is taken (§4.3).</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out TraceParent parsed)
    {
        parsed = default;
        if (
            text.Length < TextBytes
            || text[2] != '-'
            || text[ParentIdStart - 1] != '-'
            || text[FlagsStart - 1] != '-'
            || !TryParseHex(text[..2], out ulong version)
            || version == 0xff
            || (version == 0 && text.Length != TextBytes)
            || (text.Length > TextBytes && text[TextBytes] != '-')
            || !TryParseHex(text[TraceIdStart..][..Hexadecimal.DigitsOf64Bits], out ulong high)
            || !TryParseHex(
                text[(TraceIdStart + Hexadecimal.DigitsOf64Bits)..][..Hexadecimal.DigitsOf64Bits],
                out ulong low
            )
            || !TryParseHex(text[ParentIdStart..][..Hexadecimal.DigitsOf64Bits], out ulong parentId)
            || !TryParseHex(text[FlagsStart..][..2], out ulong flags)
        )
        {
            return false;
        }

        parsed = new TraceParent(new UInt128(high, low), parentId, (byte)flags);
        return parsed.TraceId != UInt128.Zero && parentId != 0;
    }

    /// <summary>Writes the <see cref="TextBytes"/> bytes of version 00.</summary>
    public void Write(Span<byte> destination)
    {
        "00-"u8.CopyTo(destination);
        Hexadecimal.Write((ulong)(TraceId >> 64), destination[TraceIdStart..]);
        Hexadecimal.Write(
            (ulong)TraceId,
            destination[(TraceIdStart + Hexadecimal.DigitsOf64Bits)..]
        );
        destination[ParentIdStart - 1] = (byte)'-';
        Hexadecimal.Write(ParentId, destination[ParentIdStart..]);
        destination[FlagsStart - 1] = (byte)'-';
        byte flags = (byte)(Flags & (SampledFlag | RandomFlag));
        flags.TryFormat(destination[FlagsStart..], out _, "x2", CultureInfo.InvariantCulture);
    }

    // Upper case is invalid (§3.2.2.3), though a number parser takes it.
    private static bool TryParseHex(ReadOnlySpan<byte> text, out ulong value)
    {
        value = 0;
        return !text.ContainsAnyExcept(LowerHex)
            && ulong.TryParse(
                text,
                NumberStyles.AllowHexSpecifier,
                CultureInfo.InvariantCulture,
                out value
            );
    }
}
