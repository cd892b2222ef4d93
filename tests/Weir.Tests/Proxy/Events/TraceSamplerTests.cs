// Which trace ids are taken.
using Shouldly;
using Weir.Proxy.Events;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Proxy.Events;

public sealed class TraceSamplerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(0.01)]
    public void About_the_share_of_random_ids_is_taken(double share)
    {
        const int Ids = 100_000;
        var sampler = new TraceSampler(share);
        var rng = new Rng(7);
        int taken = Enumerable
            .Range(0, Ids)
            .Count(_ => sampler.Takes(new UInt128(rng.Next(), rng.Next())));
        (taken / (double)Ids).ShouldBe(share, 0.005);
    }

    [Fact]
    public void The_last_56_bits_decide()
    {
        var half = new TraceSampler(0.5);
        half.Takes(new UInt128(0, 0xff80000000000000)).ShouldBeTrue();
        half.Takes(new UInt128(ulong.MaxValue, 0xff7fffffffffffff)).ShouldBeFalse();
        new TraceSampler(1).Takes(UInt128.One << 56).ShouldBeTrue();
    }
}
