// How long a lingering close goes on reading (RFC 9112 §9.6). Part of whatever lingers.

using Weir.Configuration;

namespace Weir.Proxy.Io;

/// <summary>
/// While the peer sends at least so many bytes a second, up to <see cref="Limits.LingerMostMs"/>; one that is silent for
/// <see cref="Limits.LingerMs"/> has read the answer or never will.
/// </summary>
/// <param name="nowUs">The moment of the close.</param>
/// <param name="minBytesPerSecond">The least rate; 0: any.</param>
public struct LingerClock(long nowUs, int minBytesPerSecond)
{
    private const long SilenceUs = Limits.LingerMs * 1000L;
    private const long MostUs = Limits.LingerMostMs * 1000L;

    private readonly long _startUs = nowUs;
    private long _lastUs = nowUs;
    private long _bytes;

    /// <summary>Bytes came, and were thrown away.</summary>
    public void OnBytes(long count, long nowUs)
    {
        if (count > 0)
        {
            (_lastUs, _bytes) = (nowUs, _bytes + count);
        }
    }

    /// <summary>Says when to look again; 0 when it is time to close for good.</summary>
    public readonly long Look(long nowUs)
    {
        long againUs = long.Min(_lastUs + SilenceUs, _startUs + MostUs);
        long lastedUs = nowUs - _startUs;
        bool isTooSlow =
            lastedUs >= SilenceUs && _bytes * 1_000_000d < minBytesPerSecond * (double)lastedUs;
        return nowUs >= againUs || isTooSlow ? 0 : againUs;
    }
}
