// A window that slides over samples.
using Shouldly;
using Weir.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Proxy.Metrics;

public sealed class ScalingWindowTests
{
    private readonly ScalingWindow _window = new(lengthUs: 10);

    [Fact]
    public void The_first_sample_spans_nothing() => Add(5, 100).ShouldBe((0, 0));

    [Fact]
    public void Until_it_is_full_the_window_reaches_back_to_the_first_sample()
    {
        Add(0, 100);
        Add(4, 103).ShouldBe((4, 3));
        Add(9, 110).ShouldBe((9, 10));
    }

    [Fact]
    public void Then_it_reaches_back_by_its_length()
    {
        for (int i = 0; i <= 30; i++)
        {
            Add(i, i * i);
        }

        Add(31, 31 * 31).ShouldBe((10, (31 * 31) - (21 * 21)));
    }

    [Fact]
    public void After_a_gap_it_is_as_long_as_the_gap()
    {
        Add(0, 0);
        Add(1, 1);
        Add(50, 9).ShouldBe((49, 8));
    }

    private (long Us, long Arrivals) Add(long atUs, long arrivals)
    {
        ScalingSample window = _window.Add(new ScalingSample(atUs, arrivals, 0, 0, 0, 0, 0));
        return (window.AtUs, window.Arrivals);
    }
}
