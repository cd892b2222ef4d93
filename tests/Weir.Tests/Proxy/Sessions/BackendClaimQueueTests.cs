// A claim that finds every backend full: who waits and who need not, its ticket, its turn, its end, and places that come free meanwhile.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Pooling;
using Weir.Proxy.Sessions;
using Xunit;

namespace Weir.Tests.Proxy.Sessions;

public sealed class BackendClaimQueueTests
{
    [Fact]
    public void Who_finds_all_full_waits_and_is_counted()
    {
        ClaimRig rig = Full().Queued();
        rig.Claim.WaitTicket.ShouldBe(1);
        rig.Claim.Backend.ShouldBeNull();
        rig.Claim.Attempts.ShouldBe(0);
        rig.Cluster.Queue.OrderlyCount.ShouldBe(1);
        rig.Cluster.State.WaitingCount.ShouldBe(1);
        rig.Load.Waits.ShouldBe(1);
        rig.Load.Refused.ShouldBe(0);
        rig.Load.Placed.ShouldBe(0);
        rig.Load.Waiting.SumUs(rig.Test.Reactor.Now + 20).ShouldBe(20);
    }

    [Fact]
    public void Who_finds_the_queue_full_too_is_refused_and_counted()
    {
        ClaimRig rig = Full(maxQueue: 0);
        rig.Claim.Pick().ShouldBe(ClaimResult.Full);
        rig.Claim.WaitTicket.ShouldBe(0);
        rig.Load.Refused.ShouldBe(1);
        rig.Load.Waits.ShouldBe(0);
        rig.CountOf(rig.Load.Waiting).ShouldBe(0);
        rig.Cluster.Queue.OrderlyCount.ShouldBe(0);
        rig.Cluster.State.WaitingCount.ShouldBe(0);
        rig.Claim.Release(reusable: false);
        rig.Cluster.State.WaitingCount.ShouldBe(0);
    }

    [Fact]
    public void A_free_place_is_theirs_who_wait_already()
    {
        ClaimRig first = Full().Queued();
        first.Backends[0].Release();
        ClaimRig second = new ClaimRig(first.Test).Queued();
        second.Claim.WaitTicket.ShouldBe(2);
        first.Cluster.State.WaitingCount.ShouldBe(2);
        first.PlacesHeld.ShouldBe(1);
        first.Cluster.Queue.Serve();
        first.Claim.Backend.ShouldBe(first.Backends[0]);
        second.Claim.Backend.ShouldBeNull();
        second.Claim.WaitTicket.ShouldBe(2);
    }

    [Fact]
    public void Behind_the_last_who_waits_a_free_place_may_be_taken()
    {
        ClaimRig first = Full().Queued();
        first.Claim.Release(reusable: false);
        first.Backends[0].Release();
        new ClaimRig(first.Test).Picked().Claim.Backend.ShouldBe(first.Backends[0]);
    }

    [Fact]
    public void Who_has_tried_a_backend_need_not_wait_behind_others_and_keeps_nobody_waiting()
    {
        ClaimRig tried = Tried();
        ClaimRig other = new ClaimRig(tried.Test).Queued();
        tried.Backends[1].Release();
        tried.Picked().Claim.Backend.ShouldBe(tried.Backends[1]);
        tried.Claim.Attempts.ShouldBe(2);
        other.Claim.WaitTicket.ShouldBe(1);
    }

    [Fact]
    public void Who_has_tried_a_backend_waits_apart_for_the_others()
    {
        ClaimRig tried = Tried().Queued();
        tried.Cluster.Queue.OrderlyCount.ShouldBe(0);
        tried.Cluster.State.WaitingCount.ShouldBe(1);
        tried.Backends[0].Release();
        tried.Cluster.Queue.Serve();
        tried.Claim.WaitTicket.ShouldNotBe(0);
        new ClaimRig(tried.Test).Picked().Claim.Backend.ShouldBe(tried.Backends[0]);
        tried.Backends[1].Release();
        tried.Cluster.Queue.Serve();
        tried.Claim.Backend.ShouldBe(tried.Backends[1]);
        tried.Claim.WaitTicket.ShouldBe(0);
        tried.Cluster.Queue.OrderlyCount.ShouldBe(0);
        tried.Cluster.State.WaitingCount.ShouldBe(0);
    }

    [Fact]
    public void The_next_wait_of_one_who_had_tried_a_backend_is_an_orderly_one()
    {
        ClaimRig tried = Tried().Queued();
        tried.Claim.Release(reusable: false);
        tried.Claim.Begin(tried.Cluster);
        tried.Queued().Claim.WaitTicket.ShouldBe(2);
        tried.Cluster.Queue.OrderlyCount.ShouldBe(1);
        tried.Claim.StopWaiting();
        tried.Cluster.Queue.OrderlyCount.ShouldBe(0);
    }

    [Fact]
    public void A_turn_that_finds_no_place_leaves_the_wait_as_it_is()
    {
        ClaimRig rig = Full().Queued();
        rig.Claim.PickFromQueue().ShouldBe(ClaimResult.Queued);
        rig.Claim.WaitTicket.ShouldBe(1);
        rig.Cluster.Queue.OrderlyCount.ShouldBe(1);
        rig.Cluster.State.WaitingCount.ShouldBe(1);
        rig.CountOf(rig.Load.Waiting).ShouldBe(1);
        rig.Load.Waits.ShouldBe(1);
    }

    [Fact]
    public void A_turn_that_finds_a_place_ends_the_wait()
    {
        ClaimRig rig = Full().Queued();
        rig.Test.Reactor.Now += 50;
        rig.Backends[1].Release();
        rig.Claim.PickFromQueue().ShouldBe(ClaimResult.Picked);
        rig.Claim.Backend.ShouldBe(rig.Backends[1]);
        rig.Claim.Attempts.ShouldBe(1);
        rig.Load.Placed.ShouldBe(1);
        rig.CountOf(rig.Load.InUse).ShouldBe(1);
        HasNoWait(rig);
        rig.Load.Waiting.SumUs(rig.Test.Reactor.Now + 100).ShouldBe(50);
    }

    [Fact]
    public void A_turn_that_finds_no_backend_usable_any_more_ends_the_wait_too()
    {
        ClaimRig rig = Full().Queued();
        foreach (BackendState backend in rig.Backends)
        {
            backend.SetAdmin(AdminState.Drain);
        }

        rig.Claim.PickFromQueue().ShouldBe(ClaimResult.NoneUsable);
        HasNoWait(rig);
    }

    [Fact]
    public void Who_waits_for_a_first_place_picks_among_the_newest_members_by_its_own_settings()
    {
        ClaimRig rig = Full().Queued();
        rig.Reload(c => c with { Retries = 7 }, rig.Backends[1]);
        rig.Backends[0].Release();
        rig.Claim.PickFromQueue().ShouldBe(ClaimResult.Queued);
        rig.Backends[1].Release();
        rig.Claim.PickFromQueue().ShouldBe(ClaimResult.Picked);
        rig.Claim.Backend.ShouldBe(rig.Backends[1]);
        rig.Claim.Settings.ShouldBe(rig.Test.Members.Config);
    }

    [Fact]
    public void Who_has_tried_a_backend_waits_for_the_others_that_it_began_with()
    {
        ClaimRig tried = Tried().Queued();
        tried.Reload(null, tried.Backends[0]);
        tried.Backends[1].Release();
        tried.Claim.PickFromQueue().ShouldBe(ClaimResult.Picked);
        tried.Claim.Backend.ShouldBe(tried.Backends[1]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_wait_ends_once_however_it_ends(int how)
    {
        ClaimRig rig = Full().Queued();
        Action end = how switch
        {
            0 => rig.Claim.StopWaiting,
            1 => () => rig.Claim.Release(reusable: true),
            _ => rig.Claim.Abandon,
        };
        end();
        HasNoWait(rig);
        end();
        HasNoWait(rig);
        rig.Cluster.Queue.Serve(); // its entry is out of date
        rig.Claim.Backend.ShouldBeNull();
        rig.Claim.Clear();
    }

    [Fact]
    public void Another_worker_may_take_the_last_place_between_the_look_and_the_reservation()
    {
        var test = new TestServices(c => c with { MaxConnections = 1 });
        var balancer = new RacingBalancer(
            (turn, picked) =>
            {
                if (turn == 1)
                {
                    picked.ShouldNotBeNull().TryReserve().ShouldBeTrue();
                }
            }
        );
        ClaimRig rig = new ClaimRig(test, services: ClaimRig.With(test, balancer)).Picked();
        rig.Claim.Backend.ShouldBe(rig.Backends[1]);
        rig.Claim.Attempts.ShouldBe(1);
        rig.Load.Placed.ShouldBe(1);
        rig.PlacesHeld.ShouldBe(2);
    }

    [Fact]
    public void A_place_given_back_before_the_wait_was_counted_is_taken_all_the_same()
    {
        ClaimRig rig = RacedBy(backend => backend.Release());
        rig.Picked().Claim.Backend.ShouldBe(rig.Backends[1]);
        HasNoWait(rig);
        rig.Load.Waits.ShouldBe(0);
    }

    [Fact]
    public void A_cluster_that_lost_its_backends_before_the_wait_was_counted_is_not_waited_for()
    {
        ClaimRig rig = RacedBy(backend => backend.SetAdmin(AdminState.Drain));
        rig.Backends[0].SetAdmin(AdminState.Drain);
        rig.Claim.Pick().ShouldBe(ClaimResult.NoneUsable);
        HasNoWait(rig);
        rig.Load.Waits.ShouldBe(0);
    }

    private static void HasNoWait(ClaimRig rig)
    {
        rig.Claim.WaitTicket.ShouldBe(0);
        rig.Cluster.Queue.OrderlyCount.ShouldBe(0);
        rig.Cluster.State.WaitingCount.ShouldBe(0);
        rig.CountOf(rig.Load.Waiting).ShouldBe(0);
    }

    // Other clients have the only place of each backend.
    private static ClaimRig Full(int maxQueue = 10) =>
        new ClaimRig(c => c with { MaxConnections = 1, MaxQueue = maxQueue }).Fill();

    // The first backend failed it; other clients have all places.
    private static ClaimRig Tried()
    {
        ClaimRig rig = new ClaimRig(c => c with { MaxConnections = 1 }).Picked();
        rig.Claim.GiveUpBackend();
        return rig.Fill();
    }

    // All is full at the first look; then something happens to the second backend.
    private static ClaimRig RacedBy(Action<BackendState> happens)
    {
        var test = new TestServices(c => c with { MaxConnections = 1 });
        var balancer = new RacingBalancer(
            (turn, picked) =>
            {
                if (turn == 1)
                {
                    picked.ShouldBeNull();
                    happens(test.Members.Backends[1]);
                }
            }
        );
        return new ClaimRig(test, PoolKind.Http, ClaimRig.With(test, balancer)).Fill();
    }

    // Something happens behind a look, before what was seen is used.
    private sealed class RacingBalancer(Action<int, BackendState?> behind) : Balancer
    {
        private readonly RoundRobinBalancer _inner = new();
        private int _turn;

        public override PickResult Pick(
            ClusterSnapshot cluster,
            TriedBackends tried,
            out BackendState? backend
        )
        {
            PickResult result = _inner.Pick(cluster, tried, out backend);
            behind(++_turn, backend);
            return result;
        }
    }
}
