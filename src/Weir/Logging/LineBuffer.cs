// The line that is being put together: UTF-8 in one buffer that is used for every line. Owned by the log thread.
using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Weir.Proxy.Primitives;

namespace Weir.Logging;

/// <summary>Appends texts and numbers as the forms of the access log want them.</summary>
internal sealed class LineBuffer
{
    private const int FirstBytes = 1024;
    private const int MostKeptBytes = 64 * 1024;
    private const int MostNumberBytes = 24;

    // What stands in a JSON string, or between quotes in the combined form, as it is.
    private static readonly SearchValues<byte> s_plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8
    );

    private byte[] _bytes = new byte[FirstBytes];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > MostKeptBytes)
        {
            _bytes = new byte[FirstBytes];
        }
    }

    public void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        _length += text.Length;
    }

    public void Append(long number)
    {
        Utf8Formatter.TryFormat(number, Room(MostNumberBytes), out int written);
        _length += written;
    }

    /// <summary>Milliseconds with three decimals.</summary>
    public void AppendMs(long us)
    {
        Append(us / 1000);
        Append("."u8);
        AppendThreeDigits((int)(us % 1000));
    }

    /// <summary>0 to 999 with leading zeros.</summary>
    public void AppendThreeDigits(int number)
    {
        Span<byte> digits = Room(3);
        digits[0] = (byte)('0' + (number / 100));
        digits[1] = (byte)('0' + (number / 10 % 10));
        digits[2] = (byte)('0' + (number % 10));
        _length += 3;
    }

    /// <summary>An address without its port; a dash where there is none.</summary>
    public void AppendAddress(SocketEndpoint endpoint)
    {
        int written = endpoint.WriteAddress(Room(SocketEndpoint.MaxTextBytes));
        _length += written;
        if (written == 0)
        {
            Append("-"u8);
        }
    }

    /// <summary>A JSON string, or null.</summary>
    public void AppendJson(string? text)
    {
        if (text is null)
        {
            Append("null"u8);
            return;
        }

        Span<byte> utf8 = stackalloc byte[512];
        AppendJson(
            Encoding.UTF8.TryGetBytes(text, utf8, out int written)
                ? utf8[..written]
                : Encoding.UTF8.GetBytes(text)
        );
    }

    /// <summary>A JSON string of an address with its port.</summary>
    public void AppendJson(SocketEndpoint endpoint)
    {
        if (endpoint.Family is not (SocketFamily.IPv4 or SocketFamily.IPv6))
        {
            AppendJson(endpoint.ToString());
            return;
        }

        bool isV6 = endpoint.Family == SocketFamily.IPv6;
        Append(isV6 ? "\"["u8 : "\""u8);
        AppendAddress(endpoint);
        Append(isV6 ? "]:"u8 : ":"u8);
        Append(endpoint.Port);
        Append("\""u8);
    }

    /// <summary>A JSON string of what a client sent. What is no UTF-8 is read as Latin-1, so that the line is JSON in any case.</summary>
    public void AppendJson(ReadOnlySpan<byte> text)
    {
        Append("\""u8);
        bool isUtf8 = Utf8.IsValid(text);
        for (int plain; (plain = text.IndexOfAnyExcept(s_plain)) >= 0; text = text[(plain + 1)..])
        {
            Append(text[..plain]);
            AppendJsonByte(text[plain], isUtf8);
        }

        Append(text);
        Append("\""u8);
    }

    /// <summary>What a client sent, as ap_escape_logitem of Apache's httpd writes it: it cannot end its quotes or its line.</summary>
    public void AppendQuoted(ReadOnlySpan<byte> text)
    {
        for (int plain; (plain = text.IndexOfAnyExcept(s_plain)) >= 0; text = text[(plain + 1)..])
        {
            Append(text[..plain]);
            byte b = text[plain];
            switch (b)
            {
                case (byte)'"':
                    Append("\\\""u8);
                    break;
                case (byte)'\\':
                    Append("\\\\"u8);
                    break;
                case (byte)'\b':
                    Append("\\b"u8);
                    break;
                case (byte)'\n':
                    Append("\\n"u8);
                    break;
                case (byte)'\r':
                    Append("\\r"u8);
                    break;
                case (byte)'\t':
                    Append("\\t"u8);
                    break;
                case (byte)'\v':
                    Append("\\v"u8);
                    break;
                default:
                    Append("\\x"u8);
                    AppendHex(b);
                    break;
            }
        }

        Append(text);
    }

    private void AppendJsonByte(byte b, bool isUtf8)
    {
        if (b is (byte)'"' or (byte)'\\')
        {
            Append([(byte)'\\', b]);
        }
        else if (b >= 0x80 && isUtf8)
        {
            Append([b]);
        }
        else
        {
            Append("\\u00"u8);
            AppendHex(b);
        }
    }

    private void AppendHex(byte b)
    {
        b.TryFormat(Room(2), out _, "x2");
        _length += 2;
    }

    private Span<byte> Room(int bytes)
    {
        if (_length + bytes > _bytes.Length)
        {
            Array.Resize(ref _bytes, int.Max(_length + bytes, _bytes.Length * 2));
        }

        return _bytes.AsSpan(_length);
    }
}
