// Rates of one backend between two moments.
using Shouldly;
using Weir.Admin.Traffic;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Admin.Traffic;

public sealed class BackendRatesTests
{
    private readonly TestMetrics _metrics = new();

    private BackendMetrics Now => _metrics.Collector.Collect().Backends[0];

    [Fact]
    public void What_a_backend_got_and_how_it_did_is_told_per_second()
    {
        BackendMetrics older = Now;
        TestTraffic.Serve(_metrics, 6, durationUs: 2_000);
        TestTraffic.Serve(_metrics, 2, 500, durationUs: 6_000);
        BackendCounters counters = _metrics.BackendCounters;
        counters.Count(AcquireResult.Opened);
        counters.Count(AcquireResult.Opened);
        counters.Count(ConnectResult.Ok);
        counters.Count(ConnectResult.Refused);

        var rates = BackendRates.Between(older, Now, 2);

        rates.Rate.ShouldBe(5);
        rates.Connects.ShouldBe(1);
        rates.Errors.ShouldBe(1.5);
        rates.Reuse.ShouldBe(0.8);
        rates.WaitMs.ShouldBe(3);
        rates.ServerErrors.ShouldBe(1);
    }

    [Fact]
    public void Without_traffic_there_is_no_share_and_no_average()
    {
        var rates = BackendRates.Between(null, Now, 1);

        rates.ShouldBe(new BackendRates(0, 0, 0, null, null, 0));
    }

    [Fact]
    public void A_backend_that_came_back_with_less_has_no_negative_rate()
    {
        TestTraffic.Serve(_metrics, 100);
        BackendMetrics older = Now;

        var rates = BackendRates.Between(
            older,
            new TestMetrics().Collector.Collect().Backends[0],
            1
        );

        rates.Rate.ShouldBe(0);
        rates.Errors.ShouldBe(0);
    }
}
