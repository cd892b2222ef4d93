// Holds the histogram to its resolution and its bounds.
using Shouldly;
using Weir.Demo;
using Xunit;

namespace Weir.Tests.Demo;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Quantiles_are_right_to_one_step()
    {
        var latency = new LatencyHistogram();
        for (int ms = 1; ms <= 100; ms++)
        {
            latency.Add(TimeSpan.FromMilliseconds(ms));
        }

        latency.QuantileMs(0.5).ShouldBe(50, 0.051);
        latency.QuantileMs(0.99).ShouldBe(99, 0.051);
        latency.QuantileMs(1).ShouldBe(100, 0.051);
    }

    [Fact]
    public void Nothing_measured_is_zero_and_too_long_is_the_longest()
    {
        var latency = new LatencyHistogram();
        latency.QuantileMs(0.5).ShouldBe(0);
        latency.Add(TimeSpan.FromHours(1));
        latency.QuantileMs(0.5).ShouldBe(5000, 0.051);
    }
}
