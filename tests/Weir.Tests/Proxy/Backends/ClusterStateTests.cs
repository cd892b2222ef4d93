// What is shared of a cluster: the usable set as changes leave it, and the rotation.
using Shouldly;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Backends;

public sealed class ClusterStateTests
{
    [Fact]
    public void A_first_check_that_succeeds_builds_nothing_anew_and_one_after_a_failure_does()
    {
        ClusterState cluster = TestCluster.Create(
            TestCluster.Config(1, 1) with
            {
                BackendFailureThreshold = 1,
                SuccessThreshold = 1,
            }
        );
        UsableSet atStart = cluster.Usable;
        cluster.Backends[0].RecordCheck(success: true, "connected", 1);
        cluster.Usable.ShouldBeSameAs(atStart);

        cluster.Backends[0].RecordCheck(success: false, "refused", 2);
        cluster.Usable.Backends.ShouldBe([cluster.Backends[1]]);
        cluster.Backends[0].RecordCheck(success: true, "connected", 3);
        cluster.Usable.Backends.ShouldBe(cluster.Backends);
    }

    [Fact]
    public void The_rotation_gives_every_step_to_exactly_one_thread()
    {
        ClusterState cluster = TestCluster.Create(1);
        int[] steps = new int[4_000];
        Parallel.For(
            0,
            4,
            t =>
            {
                for (int i = 0; i < 1_000; i++)
                {
                    steps[(t * 1_000) + i] = cluster.NextRotation();
                }
            }
        );

        steps.Order().ShouldBe(Enumerable.Range(0, 4_000));
    }

    [Fact]
    public void Changes_from_many_threads_end_in_the_set_that_their_outcome_demands()
    {
        ClusterState cluster = TestCluster.Create(
            TestCluster.Config(1, 2, 3) with
            {
                BackendFailureThreshold = 1,
            }
        );
        Parallel.For(
            0,
            3,
            i =>
            {
                for (int round = 0; round < 2_000; round++)
                {
                    cluster.Backends[i].RecordLiveFailure("refused");
                    cluster.Backends[i].RecordCheck(true, "connected", 1);
                }

                cluster.Backends[i].RecordCheck(i == 1, "last", 1);
            }
        );

        cluster.Usable.Backends.ShouldBe([cluster.Backends[1]]);
    }

    [Fact]
    public void Three_retries_are_free_and_earned_ones_count_among_them()
    {
        ClusterState cluster = TestCluster.Create(1, 1);
        cluster.StartRetry();
        cluster.TryStartFreeRetry().ShouldBeTrue();
        cluster.TryStartFreeRetry().ShouldBeTrue();
        cluster.TryStartFreeRetry().ShouldBeFalse();
        cluster.StartRetry();
        cluster.EndRetry();
        cluster.TryStartFreeRetry().ShouldBeFalse();
        cluster.EndRetry();
        cluster.TryStartFreeRetry().ShouldBeTrue();
    }

    [Fact]
    public void The_places_in_use_are_those_of_all_its_backends()
    {
        ClusterState cluster = TestCluster.Create(1, 1);
        cluster.Backends[0].TryReserve().ShouldBeTrue();
        cluster.Backends[1].TryReserve().ShouldBeTrue();
        cluster.InUse.ShouldBe(2);
    }

    [Fact]
    public void A_backend_is_found_by_its_address_as_written()
    {
        ClusterState cluster = TestCluster.Create(1, 1);

        cluster.Find("127.0.0.1:9101").ShouldBe(cluster.Backends[1]);
        cluster.Find("127.0.0.1:9999").ShouldBeNull();
    }
}
