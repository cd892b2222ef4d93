// Responses by listener and class.
using Shouldly;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Tests.Proxy.Facts;

public sealed class ClusterCountersTests
{
    private readonly ClusterCounters _counters = new();

    [Theory]
    [InlineData(100, 0)]
    [InlineData(200, 1)]
    [InlineData(399, 2)]
    [InlineData(404, 3)]
    [InlineData(599, 4)]
    public void A_status_counts_for_its_class_alone(int status, int classIndex)
    {
        _counters.CountResponse(0, status);
        for (int i = 0; i < ClusterCounters.ClassCount; i++)
        {
            _counters.Responses(0, i).ShouldBe(i == classIndex ? 1 : 0);
        }
    }

    [Fact]
    public void Listeners_are_apart_and_one_with_a_higher_number_takes_nothing_from_others()
    {
        _counters.CountResponse(0, 200);
        _counters.CountResponse(2, 500);
        _counters.CountResponse(0, 200);

        _counters.Responses(0, 1).ShouldBe(2);
        _counters.Responses(1, 1).ShouldBe(0);
        _counters.Responses(2, 4).ShouldBe(1);
    }

    [Fact]
    public void A_listener_that_was_never_counted_has_no_responses() =>
        _counters.Responses(9, 4).ShouldBe(0);
}
