// How long bulk may gather: in proportion to how fast it came, within limits.
using Shouldly;
using Weir.Configuration;
using Weir.Linux.Uring;
using Xunit;

namespace Weir.Tests.Linux.Uring;

public sealed class UringGatherTests
{
    private UringGather _gather;

    [Fact]
    public void The_first_wait_may_be_the_longest()
    {
        _gather.Begin(1_000).ShouldBe(1_000 + Limits.GatherMostUs);
        _gather.IsWaiting.ShouldBeTrue();
        _gather.TryEnd(isEnough: true, 1_000).ShouldBeTrue();
        _gather.IsWaiting.ShouldBeFalse();
        _gather.TryEnd(isEnough: true, 1_000).ShouldBeFalse();
    }

    [Theory]
    [InlineData(400, 800)]
    [InlineData(0, Limits.GatherLeastUs)]
    [InlineData(50_000, Limits.GatherMostUs)]
    public void The_next_lasts_twice_as_long_as_the_last_took(int tookUs, int limitUs)
    {
        _gather.Begin(0);
        _gather.TryEnd(isEnough: true, tookUs).ShouldBeTrue();
        _gather.Begin(100_000).ShouldBe(100_000 + limitUs);
    }

    [Fact]
    public void One_that_was_too_short_makes_the_next_longer()
    {
        _gather.Begin(0);
        _gather.TryEnd(isEnough: true, 400).ShouldBeTrue();
        _gather.Begin(1_000);
        _gather.TryEnd(isEnough: false, 1_000).ShouldBeTrue();
        _gather.Begin(2_000).ShouldBe(2_000 + 1_600);
        _gather.TryEnd(isEnough: false, 2_000).ShouldBeTrue();
        _gather.Begin(4_000).ShouldBe(4_000 + Limits.GatherMostUs);
    }
}
