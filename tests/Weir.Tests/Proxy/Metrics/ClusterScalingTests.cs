// The arithmetic of scaling, by hand: docs/autoscaling.md has the same figures.
using Shouldly;
using Weir.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Proxy.Metrics;

public sealed class ClusterScalingTests
{
    private const long SecondUs = 1_000_000;

    // Ten seconds: 2,000 requests, 50 ms each on a backend, so L = λW = 200/s × 0.05 s = 10.
    private static readonly ScalingSample s_calm = new(
        AtUs: 10 * SecondUs,
        Arrivals: 2_000,
        Placed: 2_000,
        Waits: 0,
        Refused: 0,
        InUseSumUs: 100 * SecondUs,
        WaitingSumUs: 0
    );

    [Fact]
    public void Concurrency_is_arrival_rate_times_time_on_a_backend()
    {
        ClusterScaling scaling = Of(new(3, 3, MaxConnections: 8, TargetConcurrency: 0), s_calm);
        scaling.ArrivalRate.ShouldBe(200);
        scaling.BackendSeconds.ShouldBe(0.05);
        scaling.Concurrency.ShouldBe(10);
        scaling.Demand.ShouldBe(10);
        scaling.Utilisation.ShouldBe(10.0 / 24);
        (scaling.QueueWaitSeconds, scaling.Saturation).ShouldBe((0, 0));
        scaling.DesiredBackends.ShouldBe(2); // 10 ÷ (0.7 × 8) = 1.8
    }

    [Theory]
    [InlineData(5, 2)]
    [InlineData(4, 3)]
    [InlineData(10, 1)]
    public void A_target_of_its_own_comes_before_the_share_of_the_limit(int target, int desired) =>
        Of(new(1, 1, MaxConnections: 100, target), s_calm).DesiredBackends.ShouldBe(desired);

    [Fact]
    public void Who_waits_or_is_refused_counts_as_if_it_had_been_served()
    {
        // 3,000 came, 2,000 were served at 50 ms, 400 waited 0.25 s each, 600 were refused.
        ClusterScaling scaling = Of(
            new(1, 1, MaxConnections: 10, TargetConcurrency: 0),
            s_calm with
            {
                Arrivals = 3_000,
                Waits = 400,
                Refused = 600,
                WaitingSumUs = 100 * SecondUs,
            }
        );
        scaling.Demand.ShouldBe(20); // what is there and waits: 10 + 10, above 300/s × 0.05 s = 15
        scaling.QueueWaitSeconds.ShouldBe(100.0 / 3_000);
        scaling.Saturation.ShouldBe(1.0 / 3);
        scaling.Utilisation.ShouldBe(1);
        scaling.DesiredBackends.ShouldBe(3); // 20 ÷ 7
    }

    [Fact]
    public void Refusals_alone_raise_the_demand() =>
        Of(new(1, 1, 10, 0), s_calm with { Arrivals = 4_000, Refused = 2_000 }).Demand.ShouldBe(20); // 400/s × 0.05 s

    [Fact]
    public void Sessions_that_outlast_the_window_count_though_none_came()
    {
        ClusterScaling scaling = Of(
            new(2, 2, 0, TargetConcurrency: 10),
            s_calm with
            {
                Arrivals = 0,
                Placed = 0,
                InUseSumUs = 350 * SecondUs,
            }
        );
        (scaling.ArrivalRate, scaling.BackendSeconds, scaling.Concurrency).ShouldBe((0, 0, 35));
        scaling.IsActive.ShouldBeTrue();
        scaling.DesiredBackends.ShouldBe(4);
    }

    [Fact]
    public void Work_without_any_backend_asks_for_the_first_one()
    {
        ScalingSample lost = new(10 * SecondUs, 5, 0, 0, 0, 0, 0);
        ClusterScaling scaling = Of(new(1, Usable: 0, 10, 0), lost);
        scaling.DesiredBackends.ShouldBe(1);
        scaling.IsActive.ShouldBeTrue();
        scaling.Utilisation.ShouldBeNull();
    }

    [Fact]
    public void Without_work_none_is_needed()
    {
        ClusterScaling scaling = Of(new(2, 2, 10, 0), new(10 * SecondUs, 0, 0, 0, 0, 0, 0));
        (scaling.DesiredBackends, scaling.IsActive, scaling.Utilisation).ShouldBe((0, false, 0));
        Of(new(2, 2, 10, 0), default).DesiredBackends.ShouldBe(0);
    }

    [Fact]
    public void Without_limit_and_target_nothing_is_asked_for()
    {
        ClusterScaling scaling = Of(new(2, 2, 0, 0), s_calm);
        scaling.DesiredBackends.ShouldBeNull();
        scaling.Utilisation.ShouldBeNull();
        scaling.Demand.ShouldBe(10);
    }

    [Fact]
    public void Rounding_errors_ask_for_no_further_backend() =>
        ClusterScaling.Desired(0.3 / 0.1 * 7, 7, isActive: true).ShouldBe(3);

    private static ClusterScaling Of(in ScalingCapacity capacity, in ScalingSample window) =>
        ClusterScaling.Of("api", in capacity, in window);
}
