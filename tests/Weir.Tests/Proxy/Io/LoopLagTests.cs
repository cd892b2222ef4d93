// A loop lags when it was late twice in a row; then it turns away all new connections, and a growing share of the requests.
using Shouldly;
using Weir.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Io;

public sealed class LoopLagTests
{
    private readonly LoopLag _lag = new() { LimitUs = 100 };

    [Fact]
    public void One_late_look_is_a_pause_and_two_are_a_lag()
    {
        _lag.Look(101);
        _lag.IsOver.ShouldBeFalse();
        _lag.Look(101);
        _lag.IsOver.ShouldBeTrue();
        _lag.LatestUs.ShouldBe(101);
    }

    [Fact]
    public void One_look_in_time_ends_it()
    {
        Look(5_000, 2);
        _lag.Look(100);
        _lag.IsOver.ShouldBeFalse();
        _lag.Look(5_000);
        _lag.IsOver.ShouldBeFalse();
    }

    [Fact]
    public void Without_a_limit_nothing_is_late()
    {
        var lag = new LoopLag();
        lag.Look(long.MaxValue - 1);
        lag.Look(long.MaxValue - 1);
        lag.IsOver.ShouldBeFalse();
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 20)]
    [InlineData(3, 40)]
    [InlineData(5, 80)]
    [InlineData(100, 80)]
    public void The_share_of_requests_grows_to_a_half(int looks, int shedOf160)
    {
        Look(101, looks);
        Shed(160).ShouldBe(shedOf160);
    }

    [Fact]
    public void The_share_goes_back_step_by_step_while_the_limit_is_near()
    {
        Look(101, 100);
        Look(51, 4);
        Shed(160).ShouldBe(40);
        _lag.IsShedding.ShouldBeTrue();
        Look(51, 4);
        Shed(160).ShouldBe(0);
    }

    [Fact]
    public void One_look_far_from_the_limit_ends_it_all()
    {
        Look(101, 100);
        _lag.Look(50);
        _lag.IsShedding.ShouldBeFalse();
        Shed(160).ShouldBe(0);
    }

    private void Look(long waitedUs, int times)
    {
        for (int i = 0; i < times; i++)
        {
            _lag.Look(waitedUs);
        }
    }

    private int Shed(int requests) =>
        Enumerable.Range(0, requests).Count(_ => _lag.TryShedRequest());
}
