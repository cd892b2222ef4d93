// A count over threads that never passes its limit, not even for a moment.
using Shouldly;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Backends;

public sealed class SharedCountTests
{
    private SharedCount _count;
    private bool _isOver;

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
        Thread[] refused =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(_ => new Thread(() =>
                {
                    while (!Volatile.Read(ref _isOver))
                    {
                        if (_count.TryIncrement(1))
                        {
                            _count.Decrement();
                        }
                    }
                })),
        ];
        Array.ForEach(refused, t => t.Start());
        int wrong = 0;
        for (int i = 0; i < 100_000; i++)
        {
            if (_count.TryIncrement(1))
            {
                // While the only place is held, the others run into the limit and must leave no trace.
                for (int look = 0; look < 50; look++)
                {
                    wrong += _count.Value == 1 ? 0 : 1;
                }

                wrong += _count.Decrement() == 0 ? 0 : 1;
            }
        }

        Volatile.Write(ref _isOver, true);
        Array.ForEach(refused, t => t.Join());
        wrong.ShouldBe(0);
        _count.Value.ShouldBe(0);
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
