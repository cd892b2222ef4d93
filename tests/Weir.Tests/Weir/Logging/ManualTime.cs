// A clock that tests move by hand.
namespace Weir.Tests.Logging;

internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 23, 13, 37, 57, 123, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.Ticks;

    public void Advance(int ms) => _now += TimeSpan.FromMilliseconds(ms);
}
