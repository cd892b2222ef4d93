// How many of something there are, summed up over time. One writer (a worker); the metrics read.
namespace Weir.Proxy.Facts;

/// <summary>
/// The integral of a count over time: its growth over a span, divided by the span, is the mean count L of Little's law, exact for short
/// and long stays alike, and whether they have ended or not.
/// </summary>
public sealed class LoadMeter
{
    private int _version; // odd while the writer is at it
    private long _count;
    private long _sumUs;
    private long _changedAtUs;

    /// <summary>Owner only: one more, or one less.</summary>
    public void Change(int by, long nowUs)
    {
        Volatile.Write(ref _version, _version + 1);
        Volatile.Write(ref _sumUs, _sumUs + (_count * long.Max(0, nowUs - _changedAtUs)));
        Volatile.Write(ref _changedAtUs, nowUs);
        Volatile.Write(ref _count, _count + by);
        Volatile.Write(ref _version, _version + 1);
    }

    /// <summary>Any thread: the integral up to now, in microseconds.</summary>
    public long SumUs(long nowUs)
    {
        while (true)
        {
            int before = Volatile.Read(ref _version);
            long sumUs = Volatile.Read(ref _sumUs);
            long changedAtUs = Volatile.Read(ref _changedAtUs);
            long count = Volatile.Read(ref _count);
            Interlocked.MemoryBarrier();
            if ((before & 1) == 0 && Volatile.Read(ref _version) == before)
            {
                return sumUs + (count * long.Max(0, nowUs - changedAtUs));
            }
        }
    }
}
