// What a worker counts beside its clusters and backends.
using Shouldly;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Tests.Proxy.Facts;

public sealed class WorkerCountersTests
{
    private readonly WorkerCounters _counters = new();

    [Fact]
    public void Making_room_for_listeners_keeps_what_was_counted_and_takes_none_away()
    {
        _counters.ListenerCount.ShouldBe(0);
        _counters.EnsureListeners(1);
        ListenerCounters first = _counters.Listener(0);
        _counters.EnsureListeners(3);
        _counters.EnsureListeners(2);

        _counters.ListenerCount.ShouldBe(3);
        _counters.Listener(0).ShouldBeSameAs(first);
        _counters.Listener(2).ShouldNotBeNull();
    }

    [Fact]
    public void Timeouts_are_counted_by_kind()
    {
        foreach (TimeoutKind kind in Enum.GetValues<TimeoutKind>())
        {
            _counters.Count(kind);
        }

        _counters.Timeouts.ShouldBe([1, 1, 1, 1, 1]);
    }

    [Fact]
    public void A_failure_counts_for_its_cluster_and_in_the_total_of_all()
    {
        var cluster = new ClusterCounters();
        _counters.CountFailure(cluster, FailureCode.ConnectionRefused);
        _counters.CountFailure(_counters.NoCluster, FailureCode.NoRoute);

        cluster.Failures.Sum().ShouldBe(1);
        cluster.Failures[(int)FailureCode.ConnectionRefused].ShouldBe(1);
        _counters.NoCluster.Failures[(int)FailureCode.NoRoute].ShouldBe(1);
        _counters.TotalFailures.ShouldBe(2);
    }

    [Fact]
    public void The_total_of_responses_takes_in_all_clusters_but_no_interim_response()
    {
        var cluster = new ClusterCounters();
        _counters.CountResponse(_counters.NoCluster, 0, 404);
        _counters.CountResponse(cluster, 1, 200);
        _counters.CountResponse(cluster, 1, 199);

        _counters.TotalResponses.ShouldBe(2);
        (cluster.Responses(1, 0), cluster.Responses(1, 1)).ShouldBe((1, 1));
        _counters.NoCluster.Responses(0, 3).ShouldBe(1);
    }
}
