// Ids as their hexadecimal digits, eight at a time in one register: every request has one.
using System.Buffers.Binary;

namespace Weir.Protocol.Http;

public static class Hexadecimal
{
    /// <summary>Digits of 64 bits.</summary>
    public const int DigitsOf64Bits = 16;

    private const ulong EachByte = 0x0101_0101_0101_0101;

    /// <summary>Writes <see cref="DigitsOf64Bits"/> digits, the highest first, letters in lower case.</summary>
    public static void Write(ulong value, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt64BigEndian(destination, Digits((uint)(value >> 32)));
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], Digits((uint)value));
    }

    // The eight halves of four bytes, each in a byte of its own, and then as letters.
    private static ulong Digits(uint value)
    {
        ulong halves = value;
        halves = (halves | (halves << 16)) & 0x0000_FFFF_0000_FFFF;
        halves = (halves | (halves << 8)) & 0x00FF_00FF_00FF_00FF;
        halves = (halves | (halves << 4)) & (0x0F * EachByte);
        ulong isLetter = ((halves + (6 * EachByte)) >> 4) & EachByte; // 10 and more carry into the fifth bit
        return halves + ('0' * EachByte) + (isLetter * ('a' - '0' - 10));
    }
}
