// How many connections a stock wants: up with clients that found none, down with what lay unused, pauses after losses.
using Shouldly;
using Weir.Proxy.Pooling;
using Xunit;

namespace Weir.Tests.Proxy.Pooling;

public sealed class WarmStockTests
{
    private const long Second = 1_000_000;
    private const int Limit = 64;

    private readonly WarmStock _stock = new();

    [Fact]
    public void It_wants_none_until_it_is_started_and_then_one()
    {
        _stock.Target.ShouldBe(0);
        _stock.Shrink(60 * Second);
        _stock.Target.ShouldBe(0);
        _stock.Start();
        _stock.Start();
        _stock.Target.ShouldBe(1);
        _stock.Stop();
        _stock.Target.ShouldBe(0);
    }

    [Theory]
    [InlineData(64, new[] { 1, 2, 3, 4, 5 })]
    [InlineData(3, new[] { 1, 2, 3, 3 })]
    [InlineData(0, new[] { 1, 1 })]
    public void Each_client_that_finds_none_adds_one_up_to_the_limit(int limit, int[] targets)
    {
        foreach (int target in targets)
        {
            _stock.OnDemand(found: false, idle: 0, limit, Second);
            _stock.Target.ShouldBe(target);
        }
    }

    [Fact]
    public void A_start_takes_nothing_from_a_stock_that_has_grown()
    {
        Grow(7);
        _stock.Start();
        _stock.Target.ShouldBe(7);
    }

    [Fact]
    public void What_lay_unused_over_a_whole_window_goes()
    {
        Grow(15);
        _stock.Shrink(20 * Second); // opens a window
        Found(idle: 9, 21 * Second);
        Found(idle: 4, 25 * Second);
        Found(idle: 8, 29 * Second);
        int before = _stock.Target;
        _stock.Shrink(30 * Second);
        _stock.Target.ShouldBe(before - 4);
    }

    [Fact]
    public void A_window_in_which_all_were_needed_once_changes_nothing()
    {
        Grow(7);
        _stock.Shrink(20 * Second);
        Found(idle: 5, 21 * Second);
        Found(idle: 0, 22 * Second);
        int before = _stock.Target;
        _stock.Shrink(30 * Second);
        _stock.Target.ShouldBe(before);
    }

    [Fact]
    public void Windows_without_a_client_halve_it_down_to_one()
    {
        Grow(15);
        List<int> targets = [];
        for (int i = 2; i < 8; i++)
        {
            _stock.Shrink(i * 10 * Second);
            targets.Add(_stock.Target);
        }

        targets[^1].ShouldBe(1);
        targets.ShouldBe(targets.OrderDescending());
        targets.ShouldContain(t => t > 1); // step by step
    }

    [Fact]
    public void Within_a_window_it_does_not_shrink()
    {
        Grow(7);
        for (long us = 2 * Second; us < 11 * Second; us += Second)
        {
            _stock.Shrink(us);
        }

        _stock.Target.ShouldBe(7);
    }

    [Fact]
    public void Losses_in_a_row_pause_it_twice_as_long_each_up_to_ten_seconds()
    {
        long[] pausesMs = new long[9];
        for (int i = 0; i < pausesMs.Length; i++)
        {
            long nowUs = i * 60 * Second;
            _stock.OnLost(nowUs);
            pausesMs[i] = (_stock.NotBeforeUs - nowUs) / 1000;
        }

        pausesMs.ShouldBe([100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L]);
    }

    [Fact]
    public void A_client_that_finds_one_ends_the_pause_and_the_next_loss_starts_anew()
    {
        _stock.OnLost(Second);
        _stock.OnLost(2 * Second);
        Found(idle: 0, 3 * Second);
        _stock.NotBeforeUs.ShouldBe(0);
        _stock.OnLost(4 * Second);
        _stock.NotBeforeUs.ShouldBe((4 * Second) + 100_000);
    }

    [Fact]
    public void A_client_that_finds_none_does_not_end_the_pause()
    {
        _stock.OnLost(Second);
        _stock.OnDemand(found: false, idle: 0, Limit, Second + 1);
        _stock.NotBeforeUs.ShouldBe(Second + 100_000);
    }

    private void Grow(int clients)
    {
        for (int i = 0; i < clients; i++)
        {
            _stock.OnDemand(found: false, idle: 0, Limit, Second);
        }
    }

    private void Found(int idle, long nowUs) => _stock.OnDemand(found: true, idle, Limit, nowUs);
}
