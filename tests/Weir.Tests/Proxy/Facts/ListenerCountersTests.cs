// Responses by cluster and class.
using Shouldly;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Tests.Proxy.Facts;

public sealed class ListenerCountersTests
{
    [Theory]
    [InlineData(100, 0)]
    [InlineData(200, 1)]
    [InlineData(399, 2)]
    [InlineData(404, 3)]
    [InlineData(599, 4)]
    public void A_status_counts_for_its_class_alone(int status, int classIndex)
    {
        var counters = new ListenerCounters();
        counters.CountResponse(0, status);
        for (int i = 0; i < ListenerCounters.ClassCount; i++)
        {
            counters.Responses(0, i).ShouldBe(i == classIndex ? 1 : 0);
        }
    }

    [Fact]
    public void Clusters_are_apart_and_growing_keeps_what_was_counted()
    {
        var counters = new ListenerCounters();
        counters.CountResponse(0, 200);
        counters.EnsureClusters(3);
        counters.CountResponse(2, 200);

        counters.Responses(0, 1).ShouldBe(1);
        counters.Responses(1, 1).ShouldBe(0);
        counters.Responses(2, 1).ShouldBe(1);
    }

    [Fact]
    public void A_cluster_without_room_has_no_responses() =>
        new ListenerCounters().Responses(9, 4).ShouldBe(0);
}
