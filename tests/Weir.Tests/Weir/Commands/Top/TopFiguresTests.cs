// Holds the figures of `weir top` to what was counted between two looks.
using Shouldly;
using Weir.Commands.Top;
using Xunit;

namespace Weir.Tests.Commands.Top;

public sealed class TopFiguresTests
{
    private readonly TopFigures _figures = TopFigures.Between(TopSamples.Before, TopSamples.After);

    [Fact]
    public void Counters_become_rates_and_interim_responses_do_not_count()
    {
        _figures.RequestsPerSecond.ShouldBe(50);
        _figures.FailuresPerSecond.ShouldBe(2);
        _figures.BytesInPerSecond.ShouldBe(2048);
        _figures.BytesOutPerSecond.ShouldBe(0);
        _figures.Listeners.ShouldHaveSingleItem().RequestsPerSecond.ShouldBe(50);
    }

    [Fact]
    public void A_cluster_has_its_errors_and_latencies()
    {
        TopCluster cluster = _figures.Clusters.ShouldHaveSingleItem();
        cluster.Usable.ShouldBe(2);
        cluster.Backends.ShouldBe(4);
        cluster.RequestsPerSecond.ShouldBe(50);
        cluster.ErrorsPerSecond.ShouldBe(10);
        cluster.FailuresPerSecond.ShouldBe(2);
        cluster.P50Ms.ShouldBe(1);
    }

    [Fact]
    public void Backends_that_need_a_look_come_first_then_the_busiest()
    {
        _figures.Backends.Select(b => b.Address).ShouldBe(["c:3", "d:4", "a:1", "b:2"]);
        TopBackend failing = _figures.Backends[2];
        failing.PicksPerSecond.ShouldBe(50);
        failing.ReusedShare.ShouldBe(0.75);
        failing.ErrorsPerSecond.ShouldBe(10);
        failing.P50Ms.ShouldBe(1);
        _figures.Backends[0].ReusedShare.ShouldBeNull();
    }

    [Fact]
    public void After_a_restart_counters_begin_at_zero() =>
        TopFigures.Between(TopSamples.After, TopSamples.Restarted).RequestsPerSecond.ShouldBe(10);
}
