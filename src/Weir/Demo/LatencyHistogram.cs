// Latencies of a run of any length in fixed memory. Shared by all clients.

namespace Weir.Demo;

/// <summary>Counts in steps of 50 µs up to 5 s; whatever took longer counts as that.</summary>
internal sealed class LatencyHistogram
{
    private const int StepUs = 50;
    private const int Steps = 100_000;

    private readonly int[] _counts = new int[Steps + 1];
    private long _total;

    public void Add(TimeSpan latency)
    {
        int step = (int)Math.Min(Steps, latency.Ticks / (TimeSpan.TicksPerMicrosecond * StepUs));
        Interlocked.Increment(ref _counts[step]);
        Interlocked.Increment(ref _total);
    }

    /// <summary>The latency that a share (0 to 1) of all did not exceed, in milliseconds; 0 without any.</summary>
    public double QuantileMs(double share)
    {
        long rank = (long)Math.Ceiling(Interlocked.Read(ref _total) * share);
        long seen = 0;
        for (int step = 0; step <= Steps; step++)
        {
            seen += Volatile.Read(ref _counts[step]);
            if (seen >= rank && rank > 0)
            {
                return (step + 1) * StepUs / 1000.0;
            }
        }

        return 0;
    }
}
