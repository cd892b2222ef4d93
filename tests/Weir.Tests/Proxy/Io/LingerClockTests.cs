// A lingering close goes on for who sends, and for nobody else.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Io;

public sealed class LingerClockTests
{
    private const long Second = 1_000_000;
    private const long SilenceUs = Limits.LingerMs * 1000L;
    private const long MostUs = Limits.LingerMostMs * 1000L;

    [Fact]
    public void A_silent_peer_is_let_go_after_the_silence()
    {
        var clock = new LingerClock(nowUs: 5, minBytesPerSecond: 100);

        clock.Look(5).ShouldBe(5 + SilenceUs);
        clock.Look(5 + SilenceUs).ShouldBe(0);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(0)]
    public void One_that_sends_enough_is_read_until_the_longest_time_is_over(int least)
    {
        var clock = new LingerClock(nowUs: 0, least);
        for (long nowUs = Second; nowUs < MostUs; nowUs += Second)
        {
            clock.OnBytes(101, nowUs);
            clock.Look(nowUs).ShouldBe(long.Min(nowUs + SilenceUs, MostUs));
        }

        clock.Look(MostUs).ShouldBe(0);
    }

    [Fact]
    public void One_that_stops_is_let_go_when_it_has_been_silent_for_as_long()
    {
        var clock = new LingerClock(nowUs: 0, minBytesPerSecond: 100);
        clock.OnBytes(1_000_000, 3 * Second);

        clock.Look(SilenceUs).ShouldBe((3 * Second) + SilenceUs);
        clock.Look((3 * Second) + SilenceUs).ShouldBe(0);
    }

    [Fact]
    public void A_trickle_below_the_least_rate_does_not_keep_it()
    {
        var clock = new LingerClock(nowUs: 0, minBytesPerSecond: 100);
        clock.OnBytes(150, Second);

        clock.Look(Second).ShouldBe(Second + SilenceUs);
        clock.Look(SilenceUs).ShouldBe(0);
    }
}
