// A count over threads that never passes its limit, not even for a moment.
using Shouldly;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Backends;

public sealed class SharedCountTests
{
    private SharedCount _count;

    [Fact]
    public void It_counts_up_to_its_limit()
    {
        _count.TryIncrement(2).ShouldBeTrue();
        _count.TryIncrement(2).ShouldBeTrue();
        _count.TryIncrement(2).ShouldBeFalse();
        _count.TryIncrement(int.MaxValue).ShouldBeTrue();
        _count.Decrement().ShouldBe(2);
        _count.Add(-2);
        _count.Value.ShouldBe(0);
        _count.TryIncrement(0).ShouldBeFalse();
    }

    [Fact]
    public void Those_who_are_refused_leave_no_trace_in_the_count()
    {
        const int Enough = 5_000_000;
        int refusals = 0;
        _count.TryIncrement(1).ShouldBeTrue();
        Thread[] others =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(_ => new Thread(() =>
                {
                    while (Interlocked.Increment(ref refusals) < Enough)
                    {
                        _count.TryIncrement(1);
                    }
                })),
        ];
        Array.ForEach(others, t => t.Start());

        // The only place is held all the time, so the count is 1 whenever one looks.
        int wrong = 0;
        while (Volatile.Read(ref refusals) < Enough)
        {
            wrong += _count.Value == 1 ? 0 : 1;
        }

        Array.ForEach(others, t => t.Join());
        wrong.ShouldBe(0);
        _count.Decrement().ShouldBe(0);
    }

    [Fact]
    public void With_fewer_places_than_threads_the_limit_holds()
    {
        int holders = 0;
        int most = 0;
        Parallel.For(
            0,
            6,
            _ =>
            {
                for (int i = 0; i < 20_000; i++)
                {
                    if (_count.TryIncrement(3))
                    {
                        int now = Interlocked.Increment(ref holders);
                        if (now > Volatile.Read(ref most))
                        {
                            Volatile.Write(ref most, now);
                        }

                        Interlocked.Decrement(ref holders);
                        _count.Decrement();
                    }
                }
            }
        );

        most.ShouldBeInRange(1, 3);
        _count.Value.ShouldBe(0);
    }
}
