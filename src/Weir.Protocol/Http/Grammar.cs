// The byte sets and the line end that all of HTTP/1.1's grammar is made of (RFC 9110 §5.6, RFC 9112 §2.2).
using System.Buffers;
using Weir.Protocol.Http1.Parsing;

namespace Weir.Protocol.Http;

internal static class Grammar
{
    /// <summary>tchar (RFC 9110 §5.6.2).</summary>
    public static readonly SearchValues<byte> Token = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"u8
    );

    /// <summary>What ends or spoils a field value: every control but HTAB (RFC 9110 §5.5).</summary>
    public static readonly SearchValues<byte> NotInFieldValue = SearchValues.Create([
        0x00,
        0x01,
        0x02,
        0x03,
        0x04,
        0x05,
        0x06,
        0x07,
        0x08,
        0x0A,
        0x0B,
        0x0C,
        0x0D,
        0x0E,
        0x0F,
        0x10,
        0x11,
        0x12,
        0x13,
        0x14,
        0x15,
        0x16,
        0x17,
        0x18,
        0x19,
        0x1A,
        0x1B,
        0x1C,
        0x1D,
        0x1E,
        0x1F,
        0x7F,
    ]);

    public static bool IsToken(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && !text.ContainsAnyExcept(Token);

    public static bool IsTokenByte(byte value) => Token.Contains(value);

    public static bool IsWhitespace(byte value) => value is (byte)' ' or (byte)'\t';

    /// <summary>True for a byte that may stand in a field value: HTAB, SP, VCHAR, obs-text.</summary>
    public static bool IsFieldValueByte(byte value) =>
        value == '\t' || (value >= 0x20 && value != 0x7F);

    /// <summary>The text without SP and HTAB around it (OWS, RFC 9110 §5.6.3).</summary>
    public static ReadOnlySpan<byte> TrimWhitespace(ReadOnlySpan<byte> text) => text.Trim(" \t"u8);

    /// <summary>
    /// Classifies the first byte that cannot belong to a line: Complete if CRLF is there, NeedMore if its CR is the last
    /// byte so far, else Invalid. A bare LF or CR is no line end here (RFC 9112 §2.2 lets a recipient choose).
    /// </summary>
    public static ParseStatus LineEnd(ReadOnlySpan<byte> bytes, int at, out string detail)
    {
        detail = "";
        if (bytes[at] == '\r')
        {
            if (at + 1 == bytes.Length)
            {
                return ParseStatus.NeedMore;
            }

            if (bytes[at + 1] == '\n')
            {
                return ParseStatus.Complete;
            }

            detail = "bare CR";
        }
        else
        {
            detail = bytes[at] == '\n' ? "bare LF" : "forbidden byte in line";
        }

        return ParseStatus.Invalid;
    }
}
