// One chunk-size line (RFC 9112 §7.1, §7.1.1), a byte at a time, so that it resumes at any split.

using Weir.Protocol.Http;

namespace Weir.Protocol.Http1.Framing;

internal struct ChunkLine
{
    // Extensions are read by nobody; the limit is generous to signed uploads and stops a flood of ignored bytes.
    private const int MaxExtensionBytes = 1024;
    private const int MaxDigits = 16;

    private Phase _phase;
    private byte _digits;
    private short _extensionBytes;
    private ulong _size;

    private enum Phase : byte
    {
        FirstDigit,
        Size,
        BeforeSemicolon,
        BeforeName,
        Name,
        AfterName,
        BeforeValue,
        Token,
        Quoted,
        QuotedPair,
        AfterQuoted,
        LineFeed,
        End,
        Invalid,
    }

    public readonly bool IsEnd => _phase == Phase.End;

    /// <summary>The chunk's size in bytes once <see cref="IsEnd"/>.</summary>
    public readonly long Size => (long)_size;

    /// <summary>False if the byte cannot stand here.</summary>
    public bool Step(byte value)
    {
        bool isInExtension = _phase is > Phase.Size and < Phase.LineFeed;
        if (isInExtension && ++_extensionBytes > MaxExtensionBytes)
        {
            _phase = Phase.Invalid;
            return false;
        }

        _phase = _phase switch
        {
            Phase.FirstDigit => AddDigit(value) ? Phase.Size : Phase.Invalid,
            Phase.Size => AddDigit(value) ? Phase.Size : AfterWord(value, Phase.BeforeSemicolon),
            Phase.LineFeed => value == '\n' ? Phase.End : Phase.Invalid,
            _ => NextInExtension(_phase, value),
        };
        return _phase != Phase.Invalid;
    }

    // chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] ): whitespace never ends the line.
    private static Phase NextInExtension(Phase phase, byte value)
    {
        bool isToken = Grammar.IsTokenByte(value);
        bool isSpace = Grammar.IsWhitespace(value);
        return phase switch
        {
            Phase.BeforeSemicolon when isSpace => phase,
            Phase.BeforeSemicolon when value == ';' => Phase.BeforeName,
            Phase.BeforeName when isSpace => phase,
            Phase.BeforeName when isToken => Phase.Name,
            Phase.Name when isToken => phase,
            Phase.Name or Phase.AfterName when value == '=' => Phase.BeforeValue,
            Phase.Name => AfterWord(value, Phase.AfterName),
            Phase.AfterName when isSpace => phase,
            Phase.AfterName when value == ';' => Phase.BeforeName,
            Phase.BeforeValue when isSpace => phase,
            Phase.BeforeValue when isToken => Phase.Token,
            Phase.BeforeValue when value == '"' => Phase.Quoted,
            Phase.Token when isToken => phase,
            Phase.Token or Phase.AfterQuoted => AfterWord(value, Phase.BeforeSemicolon),
            Phase.Quoted when value == '"' => Phase.AfterQuoted,
            Phase.Quoted when value == '\\' => Phase.QuotedPair,
            Phase.Quoted or Phase.QuotedPair when Grammar.IsFieldValueByte(value) => Phase.Quoted,
            _ => Phase.Invalid,
        };
    }

    private static Phase AfterWord(byte value, Phase afterSpace) =>
        value switch
        {
            (byte)'\r' => Phase.LineFeed,
            (byte)';' => Phase.BeforeName,
            (byte)' ' or (byte)'\t' => afterSpace,
            _ => Phase.Invalid,
        };

    // 1*HEXDIG (§7.1): 16 digits hold any ulong; the top bit is refused so that sizes stay positive as long.
    private bool AddDigit(byte value)
    {
        if (!char.IsAsciiHexDigit((char)value) || ++_digits > MaxDigits)
        {
            return false;
        }

        int digit = value <= '9' ? value - '0' : (value | 0x20) - 'a' + 10;
        _size = (_size << 4) | (uint)digit;
        return _size <= long.MaxValue;
    }
}
