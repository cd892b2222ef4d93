// A session's hold on a backend: its place and its connection, kept, given back or given up, and what is counted of them.
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;
using Weir.Proxy.Sessions;
using Weir.Proxy.Timeouts;
using Xunit;

namespace Weir.Tests.Proxy.Sessions;

public sealed class BackendClaimTests
{
    [Fact]
    public void A_claim_that_begins_counts_as_an_arrival_and_holds_nothing()
    {
        var rig = new ClaimRig();
        rig.Load.Arrivals.ShouldBe(1);
        rig.Claim.Cluster.ShouldBe(rig.Cluster);
        rig.Claim.Settings.ShouldBe(rig.Test.Members.Config);
        rig.Claim.Backend.ShouldBeNull();
        rig.Claim.LastBackend.ShouldBeNull();
        rig.Claim.Connection.ShouldBeNull();
        rig.Claim.Channel.ShouldBeNull();
        rig.Claim.Attempts.ShouldBe(0);
        rig.Claim.WaitTicket.ShouldBe(0);
        rig.Claim.Begin(rig.Cluster);
        rig.Load.Arrivals.ShouldBe(2);
    }

    [Fact]
    public void A_pick_reserves_a_place_and_is_counted_from_then_on()
    {
        ClaimRig rig = new ClaimRig().Picked();
        rig.Claim.Backend.ShouldBe(rig.Backends[0]);
        rig.Claim.LastBackend.ShouldBe(rig.Backends[0]);
        rig.Claim.Attempts.ShouldBe(1);
        rig.Backends[0].InUse.ShouldBe(1);
        rig.Load.Placed.ShouldBe(1);
        rig.Load.InUse.SumUs(rig.Test.Reactor.Now).ShouldBe(0);
        rig.Load.InUse.SumUs(rig.Test.Reactor.Now + 30).ShouldBe(30);
        rig.Load.Waits.ShouldBe(0);
        rig.Cluster.State.WaitingCount.ShouldBe(0);
        rig.OpenedCount.ShouldBe(0);
    }

    [Fact]
    public void It_picks_by_the_algorithm_of_its_settings()
    {
        var rig = new ClaimRig(c => c with { Algorithm = BalancingAlgorithm.LeastConnections });
        rig.Backends[0].TryReserve();
        rig.Picked().Claim.Backend.ShouldBe(rig.Backends[1]);
    }

    [Fact]
    public void Where_no_backend_takes_work_nothing_is_held_and_nobody_waits()
    {
        var rig = new ClaimRig();
        foreach (BackendState backend in rig.Backends)
        {
            backend.SetAdmin(AdminState.Drain);
        }

        rig.Claim.Pick().ShouldBe(ClaimResult.NoneUsable);
        rig.Claim.Attempts.ShouldBe(0);
        rig.Claim.LastBackend.ShouldBeNull();
        rig.Load.Placed.ShouldBe(0);
        rig.Load.Refused.ShouldBe(0);
        rig.Cluster.State.WaitingCount.ShouldBe(0);
        rig.PlacesHeld.ShouldBe(0);
    }

    [Fact]
    public void A_reload_is_for_the_next_request()
    {
        var rig = new ClaimRig(backends: 2);
        rig.Reload(c => c with { Retries = 7 }, rig.Backends[1]).Picked();
        rig.Claim.Backend.ShouldBe(rig.Backends[0]);
        rig.Claim.Settings.Retries.ShouldBe(Defaults.Retries);
        rig.Claim.Release(reusable: false);
        rig.Claim.Begin(rig.Cluster);
        rig.Claim.Settings.Retries.ShouldBe(7);
        rig.Picked().Claim.Backend.ShouldBe(rig.Backends[1]);
    }

    [Fact]
    public void A_backend_that_was_given_up_is_not_tried_again_by_this_request()
    {
        ClaimRig rig = new ClaimRig().Connected();
        rig.Claim.GiveUpBackend();
        rig.Claim.Backend.ShouldBeNull();
        rig.Claim.Connection.ShouldBeNull();
        rig.Claim.LastBackend.ShouldBe(rig.Backends[0]);
        rig.Channel.Calls.ShouldContain("close");
        rig.PlacesHeld.ShouldBe(0);
        rig.Picked().Claim.Backend.ShouldBe(rig.Backends[1]);
        rig.Claim.Attempts.ShouldBe(2);
        rig.Claim.GiveUpBackend();
        rig.Claim.Pick().ShouldBe(ClaimResult.NoneUsable);
        rig.Claim.Attempts.ShouldBe(2);
        rig.Load.Placed.ShouldBe(2);

        rig.Claim.Begin(rig.Cluster);
        rig.Claim.Attempts.ShouldBe(0);
        rig.Claim.LastBackend.ShouldBeNull();
        rig.Picked();
    }

    [Fact]
    public void Who_has_no_backend_gives_none_up()
    {
        var rig = new ClaimRig(backends: 1);
        rig.Claim.GiveUpBackend();
        rig.Picked();
    }

    [Fact]
    public void What_was_tried_before_a_request_has_a_cluster_is_forgotten()
    {
        ClaimRig rig = new ClaimRig().Picked();
        rig.Claim.Release(reusable: false);
        rig.Claim.ForgetAttempts();
        rig.Claim.Attempts.ShouldBe(0);
        rig.Claim.LastBackend.ShouldBeNull();
    }

    [Fact]
    public void The_backend_of_the_last_attempt_is_known_when_the_claim_is_over()
    {
        ClaimRig rig = new ClaimRig().Connected();
        rig.Claim.Release(reusable: true);
        rig.Claim.LastBackend.ShouldBe(rig.Backends[0]);
        rig.Claim.Attempts.ShouldBe(1);
    }

    [Fact]
    public void A_clean_connection_goes_to_the_pool_and_its_place_is_free()
    {
        ClaimRig rig = new ClaimRig().Connected();
        rig.Claim.Channel.ShouldBe(rig.Channel);
        rig.Claim.Release(reusable: true);
        rig.Claim.Connection.ShouldBeNull();
        rig.Claim.Backend.ShouldBeNull();
        rig.Backends[0].Idle.ShouldBe(1);
        rig.Channel.Calls.ShouldBe(["receive"]);
        rig.PlacesHeld.ShouldBe(0);
        rig.CountOf(rig.Load.InUse).ShouldBe(0);
    }

    [Fact]
    public void A_connection_in_doubt_is_closed_and_its_place_is_free()
    {
        ClaimRig rig = new ClaimRig().Connected();
        rig.CountOf(rig.Load.InUse).ShouldBe(1);
        rig.Test.Reactor.Now += 40;
        rig.Claim.Release(reusable: false);
        rig.Claim.Connection.ShouldBeNull();
        rig.Claim.Backend.ShouldBeNull();
        rig.Backends[0].Idle.ShouldBe(0);
        rig.Channel.Calls.ShouldBe(["close"]);
        rig.PlacesHeld.ShouldBe(0);
        rig.Load.InUse.SumUs(rig.Test.Reactor.Now + 100).ShouldBe(40);
    }

    [Fact]
    public void A_place_without_a_connection_is_given_back_once()
    {
        ClaimRig rig = new ClaimRig().Picked();
        rig.Claim.Release(reusable: true);
        rig.Claim.Release(reusable: true);
        rig.PlacesHeld.ShouldBe(0);
        rig.CountOf(rig.Load.InUse).ShouldBe(0);
    }

    [Theory]
    [InlineData(false, "close")]
    [InlineData(true, "reset")]
    public void What_is_discarded_leaves_the_place_for_another_connection(bool reset, string call)
    {
        ClaimRig rig = new ClaimRig().Connected();
        rig.Claim.IsPinned = true;
        rig.Claim.Discard(reset);
        rig.Channel.Calls.ShouldBe([call]);
        rig.Claim.Connection.ShouldBeNull();
        rig.Claim.IsPinned.ShouldBeFalse();
        rig.Claim.Backend.ShouldBe(rig.Backends[0]);
        rig.PlacesHeld.ShouldBe(1);
        rig.Claim.Acquire(rig).ShouldBeFalse();
        rig.Connection.Backend.ShouldBe(rig.Backends[0]);
        rig.OpenedCount.ShouldBe(2);
    }

    [Fact]
    public void A_discard_closes_in_order_unless_it_says_otherwise()
    {
        ClaimRig rig = new ClaimRig().Connected();
        rig.Claim.Discard();
        rig.Claim.Discard();
        rig.Channel.Calls.ShouldBe(["close"]);
    }

    [Fact]
    public void A_connection_that_failed_to_open_is_gone_without_a_close()
    {
        ClaimRig rig = new ClaimRig().Picked();
        rig.Claim.Acquire(rig).ShouldBeFalse();
        rig.Claim.Connection.ShouldNotBeNull();
        rig.Test.Refuse();
        rig.Claim.Connection.ShouldBeNull();
        rig.Claim.GiveUpBackend();
        rig.Channel.Calls.ShouldBeEmpty();
        rig.PlacesHeld.ShouldBe(0);
    }

    [Fact]
    public void A_pinned_connection_is_held_for_the_next_request_of_its_client()
    {
        ClaimRig rig = new ClaimRig().Connected();
        PooledConnection connection = rig.Connection;
        rig.Claim.IsPinned = true;
        rig.Claim.Begin(rig.Cluster);
        rig.Claim.LastBackend.ShouldBe(rig.Backends[0]);
        rig.Claim.Attempts.ShouldBe(0);
        rig.Claim.Pick().ShouldBe(ClaimResult.Held);
        rig.Claim.Attempts.ShouldBe(1);
        rig.Claim.IsPinned.ShouldBeTrue();
        rig.Claim.Connection.ShouldBe(connection);
        rig.PlacesHeld.ShouldBe(1);
        rig.Load.Placed.ShouldBe(1);
        rig.Load.Arrivals.ShouldBe(2);
    }

    [Fact]
    public void A_pinned_connection_goes_when_its_backend_has_left_the_cluster()
    {
        ClaimRig rig = new ClaimRig().Connected();
        rig.Claim.IsPinned = true;
        rig.Reload(null, rig.Backends[1]);
        rig.Claim.Begin(rig.Cluster);
        rig.Channel.Calls.ShouldBe(["close"]);
        rig.Claim.IsPinned.ShouldBeFalse();
        rig.Claim.LastBackend.ShouldBeNull();
        rig.PlacesHeld.ShouldBe(0);
        rig.Picked().Claim.Backend.ShouldBe(rig.Backends[1]);
    }

    [Fact]
    public void A_pin_without_a_connection_holds_nothing()
    {
        var rig = new ClaimRig();
        rig.Claim.IsPinned = true;
        rig.Picked();
    }

    [Fact]
    public void A_connection_that_is_set_aside_until_it_is_quiet_serves_the_next_client_then()
    {
        ClaimRig rig = Reuse().Connected();
        PooledConnection connection = rig.Connection;
        rig.Claim.ReleaseAfterQuiet();
        rig.Claim.Connection.ShouldBeNull();
        rig.Claim.Backend.ShouldBeNull();
        rig.PlacesHeld.ShouldBe(0);
        rig.CountOf(rig.Load.InUse).ShouldBe(0);
        rig.Channel.Calls.ShouldBe(["receive"]);
        rig.Backends[0].Idle.ShouldBe(0);
        ((IDeadlineOwner)connection).OnDeadline(rig.Test.Reactor.Now);
        rig.Backends[0].Idle.ShouldBe(1);
    }

    [Fact]
    public void Behind_a_defect_the_connection_is_reset_and_its_place_is_free()
    {
        ClaimRig rig = new ClaimRig().Connected();
        rig.Claim.Abandon();
        rig.Channel.Calls.ShouldBe(["reset"]);
        rig.Claim.Connection.ShouldBeNull();
        rig.Claim.Backend.ShouldBeNull();
        rig.PlacesHeld.ShouldBe(0);
        rig.CountOf(rig.Load.InUse).ShouldBe(0);
    }

    [Fact]
    public void A_second_defect_in_its_connection_keeps_no_place()
    {
        ClaimRig rig = new ClaimRig().Connected();
        rig.Test.Services.Blocks.TryRent(out Block? block).ShouldBeTrue();
        rig.Test.Services.Blocks.Return(block.ShouldNotBeNull());
        rig.Connection.EarlyBlock = block; // was given back already
        Should.Throw<InvalidOperationException>(rig.Claim.Abandon);
        rig.Claim.Backend.ShouldBeNull();
        rig.PlacesHeld.ShouldBe(0);
        rig.Claim.Clear();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_claim_that_holds_something_goes_to_no_other_session(bool waits)
    {
        var rig = new ClaimRig(c => c with { MaxConnections = 1 });
        _ = waits ? rig.Fill().Queued() : rig.Picked();
        Should
            .Throw<InvalidOperationException>(rig.Claim.Clear)
            .Message.ShouldBe("a claim was given back that still holds a backend");
        rig.Claim.Waiter.ShouldBe(rig);
        rig.Claim.Release(reusable: false);
        Should.NotThrow(rig.Claim.Clear);
    }

    [Fact]
    public void A_claim_forgets_its_user()
    {
        ClaimRig rig = new ClaimRig(backends: 1).Picked();
        rig.Claim.GiveUpBackend();
        rig.Claim.IsPinned = true;
        rig.Claim.Clear();
        rig.Claim.Waiter.ShouldBeNull();
        rig.Claim.LastBackend.ShouldBeNull();
        rig.Claim.Attempts.ShouldBe(0);
        rig.Claim.Cluster.ShouldBeNull();
        rig.Claim.Settings.ShouldBeNull();
        rig.Claim.IsPinned.ShouldBeFalse();
    }

    private static ClaimRig Reuse() =>
        new(c => c with { TcpPooling = TcpPooling.Reuse }, kind: PoolKind.Tcp);
}
