// Sums over workers that have different room.
using Shouldly;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Proxy.Metrics;

public sealed class CounterSumsTests
{
    private readonly WorkerCounters _ahead = new();
    private readonly CounterSums _sums;

    public CounterSumsTests()
    {
        _ahead.EnsureCapacity(2, 2, 2);
        _sums = new CounterSums([_ahead, new WorkerCounters()]);
    }

    [Fact]
    public void A_worker_without_room_counts_as_zero()
    {
        _ahead.Backend(1).Count(ConnectResult.Refused);
        _ahead.Cluster(1).Failures[1] = 3;
        _ahead.Cluster(1).RequestDuration.Record(50);
        _ahead.Listener(1).CountResponse(1, 301);

        _sums.SumBackend(1, 5, b => b.Connects).ShouldBe([0, 1, 0, 0, 0]);
        _sums.SumCluster(1, FailureCodes.Count, c => c.Failures)[1].ShouldBe(3);
        _sums.SumHistograms(1, c => c.RequestDuration).SumUs.ShouldBe(50);
        _sums.SumResponses(1, 1).ShouldBe([0, 0, 1, 0, 0]);
        _sums.SumBackend(7, 5, b => b.Connects).ShouldBe([0, 0, 0, 0, 0]);
    }

    [Fact]
    public void Totals_take_in_all_listeners_and_clusters_but_no_interim_responses()
    {
        _ahead.Listener(0).CountResponse(0, 404);
        _ahead.Listener(1).CountResponse(1, 200);
        _ahead.Listener(1).CountResponse(1, 100);
        _ahead.Cluster(0).Failures[2] = 1;
        _ahead.Cluster(1).Failures[3] = 2;

        _sums.TotalFinalResponses().ShouldBe(2);
        _sums.TotalFailures().ShouldBe(3);
    }
}
