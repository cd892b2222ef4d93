// When to try again what failed: after a second, then ever later.

namespace Weir.Telemetry;

/// <summary>Doubles from a second to half a minute, until it succeeds. Owned by one thread.</summary>
internal sealed class Backoff
{
    public const int FirstMs = 1_000;
    public const int LongestMs = 30_000;

    private int _nextMs = FirstMs;

    /// <summary>Not before this; 0 while nothing has failed.</summary>
    public long UntilMs { get; private set; }

    /// <summary>Returns <see cref="UntilMs"/>.</summary>
    public long Fail(long nowMs)
    {
        UntilMs = nowMs + _nextMs;
        _nextMs = int.Min(_nextMs * 2, LongestMs);
        return UntilMs;
    }

    public void Succeed()
    {
        UntilMs = 0;
        _nextMs = FirstMs;
    }
}
