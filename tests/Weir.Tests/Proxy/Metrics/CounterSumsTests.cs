// Sums over workers.
using Shouldly;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Proxy.Metrics;

public sealed class CounterSumsTests
{
    private readonly ClusterCounters[] _clusters = [new(), new()];

    [Fact]
    public void Each_kind_of_count_is_summed_over_all()
    {
        BackendCounters[] backends = [new(), new()];
        foreach (BackendCounters backend in backends)
        {
            backend.Count(ConnectResult.Refused);
            backend.ResponseTime.Record(50);
        }

        CounterSums.OfArrays(backends, 5, b => b.Connects).ShouldBe([0, 2, 0, 0, 0]);
        HistogramSnapshot times = CounterSums.OfHistograms(backends, b => b.ResponseTime);
        (times.SumUs, times.Count).ShouldBe((100, 2));
        CounterSums.Of(backends, b => b.Connects[1]).ShouldBe(2);
    }

    [Fact]
    public void Responses_are_those_of_one_listener_also_where_a_worker_has_none_of_it()
    {
        _clusters[0].CountResponse(1, 301);
        _clusters[1].CountResponse(0, 200);

        CounterSums.OfResponses(_clusters, 1).ShouldBe([0, 0, 1, 0, 0]);
        CounterSums.OfResponses(_clusters, 7).ShouldBe([0, 0, 0, 0, 0]);
    }

    [Fact]
    public void Nobody_has_counted_anything_is_zeros_of_the_asked_length()
    {
        CounterSums.OfArrays<ClusterCounters>([], 3, c => c.Failures).ShouldBe([0, 0, 0]);
        CounterSums.OfHistograms<ClusterCounters>([], c => c.RequestDuration).Count.ShouldBe(0);
        CounterSums.OfResponses([], 0).ShouldBe([0, 0, 0, 0, 0]);
    }
}
