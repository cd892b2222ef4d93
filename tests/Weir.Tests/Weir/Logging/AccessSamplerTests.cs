// Which requests are logged when not all are.
using Shouldly;
using Weir.Logging;
using Weir.Proxy.Events;
using Xunit;

namespace Weir.Tests.Logging;

public sealed class AccessSamplerTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0.25, 2_300, 2_700)]
    [InlineData(1, 10_000, 10_000)]
    public void Of_what_went_well_about_the_share_is_taken(double share, int least, int most)
    {
        var sampler = new AccessSampler(share, workers: 2);
        Enumerable
            .Range(0, 10_000)
            .Count(i => sampler.Takes(Record(200) with { Worker = i % 2 }))
            .ShouldBeInRange(least, most);
    }

    [Fact]
    public void Failures_are_always_taken()
    {
        var sampler = new AccessSampler(0, workers: 1);
        sampler.Takes(Record(500)).ShouldBeTrue();
        sampler.Takes(Record(404) with { Error = "no_route" }).ShouldBeTrue();
        sampler.Takes(Record(499) with { Error = "client_disconnected" }).ShouldBeTrue();
        sampler.Takes(Record(404)).ShouldBeFalse();
    }

    private static AccessRecord Record(int status) =>
        new()
        {
            Listener = "web",
            Texts = new(),
            Status = status,
        };
}
