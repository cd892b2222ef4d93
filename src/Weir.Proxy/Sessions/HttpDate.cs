// The Date of responses, written once a second. The wall clock comes from outside.
namespace Weir.Proxy.Sessions;

/// <summary>The present time as an IMF-fixdate (RFC 9110 §5.6.7, §6.6.1). Owned by one worker.</summary>
/// <param name="writeNow">Writes it as the wall clock has it; null where there is no such clock, and then no date is told.</param>
internal sealed class HttpDate(Action<byte[]>? writeNow)
{
    private const int Bytes = 29; // Sun, 06 Nov 1994 08:49:37 GMT
    private const long SecondUs = 1_000_000;

    private readonly byte[] _text = new byte[Bytes];
    private long _freshUntilUs = long.MinValue;

    /// <summary>Valid until the next call; <paramref name="nowUs"/> is the reactor's clock. Right to a second, and a second late at most.</summary>
    public ReadOnlySpan<byte> At(long nowUs)
    {
        if (writeNow is null)
        {
            return default;
        }

        if (nowUs >= _freshUntilUs)
        {
            _freshUntilUs = nowUs + SecondUs;
            writeNow(_text);
        }

        return _text;
    }
}
