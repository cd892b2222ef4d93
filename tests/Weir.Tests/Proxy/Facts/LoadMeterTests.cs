// The integral of a count, on a clock that the test turns.
using Shouldly;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Tests.Proxy.Facts;

public sealed class LoadMeterTests
{
    private readonly LoadMeter _meter = new();

    [Fact]
    public void Each_one_counts_for_as_long_as_it_stays()
    {
        _meter.Change(1, 100);
        _meter.Change(1, 130);
        _meter.Change(-1, 150);
        _meter.Change(-1, 200);
        _meter.SumUs(999).ShouldBe(30 + (2 * 20) + 50);
    }

    [Fact]
    public void Who_has_not_left_counts_up_to_now()
    {
        _meter.Change(1, 100);
        _meter.SumUs(400).ShouldBe(300);
        _meter.SumUs(500).ShouldBe(400);
    }

    [Fact]
    public void A_reader_whose_clock_is_behind_sees_no_time_taken_back()
    {
        _meter.Change(1, 100);
        _meter.Change(1, 200);
        _meter.SumUs(150).ShouldBe(100);
    }

    [Fact]
    public void A_reader_beside_the_writer_never_sees_half_a_change()
    {
        const int Rounds = 200_000;
        var writer = new Thread(() =>
        {
            // One is there at even times only: the integral is half the time, to a microsecond.
            for (int i = 0; i < Rounds; i++)
            {
                _meter.Change(1, 2 * i);
                _meter.Change(-1, (2 * i) + 1);
            }
        });
        writer.Start();
        long last = 0;
        while (writer.IsAlive)
        {
            long sum = _meter.SumUs(0);
            sum.ShouldBeGreaterThanOrEqualTo(last);
            last = sum;
        }

        writer.Join();
        _meter.SumUs(0).ShouldBe(Rounds);
    }
}
