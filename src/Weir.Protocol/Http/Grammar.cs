// The byte sets that the grammar of heads is made of, in any version (RFC 9110 §5.5, §5.6).
using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Weir.Protocol.Http;

internal static class Grammar
{
    private const ulong CaseBits = 0x2020_2020_2020_2020;

    /// <summary>tchar (RFC 9110 §5.6.2).</summary>
    public static readonly SearchValues<byte> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8
    );

    public static bool IsToken(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && !text.ContainsAnyExcept(Token);

    public static bool IsTokenByte(byte value) => Token.Contains(value);

    /// <summary>
    /// Whether a token is the known one in any case (RFC 9110 §5.1). <paramref name="known"/> has letters, digits and hyphens alone: of
    /// the bytes that differ from those in the bit of the case, none is a token's.
    /// </summary>
    public static bool IsSameToken(ReadOnlySpan<byte> token, ReadOnlySpan<byte> known)
    {
        if (token.Length != known.Length)
        {
            return false;
        }

        // Whole words; the last one may overlap the one before.
        ulong difference = 0;
        int last = token.Length - sizeof(ulong);
        if (last >= 0)
        {
            for (int i = 0; i < last; i += sizeof(ulong))
            {
                difference |= Eight(token, i) ^ Eight(known, i);
            }

            difference |= Eight(token, last) ^ Eight(known, last);
        }
        else if (token.Length >= sizeof(uint))
        {
            last = token.Length - sizeof(uint);
            difference =
                (Four(token, 0) ^ Four(known, 0)) | (Four(token, last) ^ Four(known, last));
        }
        else
        {
            for (int i = 0; i < token.Length; i++)
            {
                difference |= (uint)(token[i] ^ known[i]);
            }
        }

        return (difference & ~CaseBits) == 0;
    }

    private static uint Four(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong Eight(ReadOnlySpan<byte> bytes, int at) =>
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);

    /// <summary>Where the first byte is that ends or spoils a field value: any control but HTAB (RFC 9110 §5.5). -1: nowhere.</summary>
    public static int IndexOutsideFieldValue(ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        for (; at <= bytes.Length - Vector128<byte>.Count; at += Vector128<byte>.Count)
        {
            Vector128<byte> some = Vector128.Create(bytes.Slice(at, Vector128<byte>.Count));
            Vector128<byte> isControl = Vector128.Equals(
                Vector128.Min(some, Vector128.Create((byte)0x1F)),
                some
            );
            Vector128<byte> isTab = Vector128.Equals(some, Vector128.Create((byte)'\t'));
            Vector128<byte> isDelete = Vector128.Equals(some, Vector128.Create((byte)0x7F));
            uint outside = Vector128
                .AndNot(isControl | isDelete, isTab)
                .ExtractMostSignificantBits();
            if (outside != 0)
            {
                return at + BitOperations.TrailingZeroCount(outside);
            }
        }

        while (at < bytes.Length && IsFieldValueByte(bytes[at]))
        {
            at++;
        }

        return at < bytes.Length ? at : -1;
    }

    public static bool IsWhitespace(byte value) => value is (byte)' ' or (byte)'\t';

    /// <summary>True for a byte that may stand in a field value: HTAB, SP, VCHAR, obs-text.</summary>
    public static bool IsFieldValueByte(byte value) =>
        value == '\t' || (value >= 0x20 && value != 0x7F);

    /// <summary>The text without SP and HTAB around it (OWS, RFC 9110 §5.6.3).</summary>
    public static ReadOnlySpan<byte> TrimWhitespace(ReadOnlySpan<byte> text) => text.Trim(" \t"u8);
}
