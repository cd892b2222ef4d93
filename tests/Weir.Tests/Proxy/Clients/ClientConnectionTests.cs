// What all client connections have in common: their counts and deadline, their place at the listener, their tunnel and their end.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Snapshots;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class ClientConnectionTests
{
    private const string Upgrade =
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n";

    private const string Switching = "HTTP/1.1 101 Go\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n";

    [Fact]
    public void An_open_connection_is_counted_has_a_deadline_slot_and_owns_its_channel()
    {
        var rig = new Http1Rig(starts: false);
        rig.Counts.Active.ShouldBe(1);
        rig.Test.Counters.ActiveConnections.ShouldBe(1);
        rig.Test.Deadlines.Count.ShouldBe(1);
        rig.Client.Owner.ShouldBe(rig.Connection);
        rig.Client.Meter.ShouldBe(rig.Test.Counters.ClientBytes);
        rig.Connection.ConnectionId.ShouldBe(7);
        rig.Connection.Binding.ShouldBe(rig.Binding);
        rig.Connection.Listener.ShouldBe(rig.Binding.Snapshot);
        rig.Connection.Channel.ShouldBe(rig.Client);
        rig.Connection.AcceptedUs.ShouldBe(rig.Now);
        rig.Connection.HasEnded.ShouldBeFalse();
        rig.Connection.Services.ShouldBe(rig.Test.Services);
        rig.Client.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Its_beginning_and_end_are_told_where_somebody_wants_to_know(bool isTold)
    {
        var rig = new Http1Rig(starts: false);
        rig.Test.Events.LogsDebug = isTold;
        rig.Connection.Start();
        rig.ClientEnds();
        rig.Test.Events.Told.ShouldBe(
            isTold ? ["opened 7 front", "closed 7 - 0/0 client_closed"] : []
        );
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_deadline_is_set_from_now_on_and_zero_takes_it_away()
    {
        var rig = new Http1Rig();
        rig.Now = 5_000_000;
        rig.Connection.SetDeadlineIn(30);
        rig.Test.Deadlines.Get(0).ShouldBe(5_000_030);
        rig.Connection.SetDeadlineIn(0);
        rig.Test.Deadlines.Get(0).ShouldBe(0);
    }

    [Fact]
    public void A_connection_cannot_end_twice()
    {
        var rig = new Http1Rig();
        rig.ClientEnds();
        Should
            .Throw<InvalidOperationException>(() => rig.Connection.End("again"))
            .Message.ShouldBe("a client connection ended that had ended");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void An_ended_connection_knows_nothing_of_its_client_when_it_is_used_again()
    {
        var rig = new Http1Rig();
        rig.Serve().ClientEnds();
        rig.Spares.EndTurn();
        rig.Connection.ConnectionId.ShouldBe(0);
        rig.Connection.AcceptedUs.ShouldBe(0);
        rig.Connection.HasEnded.ShouldBeFalse();
        var next = new FakeChannel();
        rig.Rent().Open(rig.Binding, next, 8);
        rig.Connection.Start();
        rig.Connection.ConnectionId.ShouldBe(8);
        next.IsReceiving.ShouldBeTrue();
        rig.Connection.Cut("test");
        rig.Closed.ShouldBe("closed 8 - 0/0 test");
    }

    [Fact]
    public void A_reload_moves_its_count_to_the_listener_that_goes_on()
    {
        var rig = new Http1Rig();
        ListenerSnapshot old = rig.Binding.Snapshot;
        var state = new ListenerState(1, "other");
        rig.Binding.Snapshot = new ListenerSnapshot
        {
            Pseudonym = old.Pseudonym,
            State = state,
            Config = old.Config,
            Router = old.Router,
            Policies = old.Policies,
            Clusters = old.Clusters,
            ClientIdleUs = 0,
        };
        rig.Connection.OnReload();
        old.State.Active.ShouldBe(0);
        state.Active.ShouldBe(1);
        rig.Counts.Active.ShouldBe(0);
        rig.Test.Counters.Listener(1).Active.ShouldBe(1);
        rig.Connection.Cut("test");
        state.Active.ShouldBe(0);
        rig.Test.Counters.Listener(1).Active.ShouldBe(0);
    }

    [Fact]
    public void A_tunnel_carries_both_ways_what_was_sent_ahead_first()
    {
        Http1Rig rig = Tunnel("ahead", "early");
        rig.Ask().ShouldEndWith("\r\n\r\nahead");
        Http1Rig.Body(rig.Tell()).ShouldBe("early");
        Wire.Field(rig.Told, "Connection").ShouldBe("upgrade");
        rig.Counts.ActiveRequests.ShouldBe(1);
        rig.Backend.Owner.ShouldBe(rig.Connection);
        rig.BackendTook().Receive("ping").BackendSays("pong");
        rig.Ask().ShouldBe("ping");
        rig.Tell().ShouldBe("pong");
        rig.BackendTook().Sent();
        rig.Client.IsReceiving.ShouldBeTrue();
        rig.Backend.IsReceiving.ShouldBeTrue();
        rig.RentedBlocks.ShouldBe(0);
    }

    [Fact]
    public void A_tunnel_ends_in_order_when_both_sides_have_ended()
    {
        Http1Rig rig = Tunnel();
        rig.ClientEnds();
        rig.Backend.Calls[^1].ShouldBe("shutdown");
        rig.Ended.ShouldBeEmpty();
        rig.BackendEnds();
        rig.LastCall.ShouldBe("close");
        rig.Backend.Calls[^1].ShouldBe("close");
        rig.Closed.ShouldEndWith(" finished");
        rig.CheckAllIsBack();
    }

    [Theory]
    [InlineData(true, "client_disconnected")]
    [InlineData(false, "backend_reset")]
    public void A_reset_ends_a_tunnel_once_the_other_side_has_what_came_before(
        bool byClient,
        string reason
    )
    {
        Http1Rig rig = Tunnel();
        FakeChannel other = byClient ? rig.Backend : rig.Client;
        other.HasUnacknowledged = true;
        _ = byClient ? rig.ClientEnds(IoStatus.Reset) : rig.BackendEnds(IoStatus.Reset);
        rig.Ended.ShouldBeEmpty();
        rig.DeadlineInUs.ShouldBe(100_000);
        other.HasUnacknowledged = false;
        rig.Now += 100_000;
        rig.OnDeadline();
        rig.Closed.ShouldEndWith(reason);
        rig.LastCall.ShouldBe("reset");
        rig.Backend.Calls[^1].ShouldBe("reset");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_side_that_is_to_be_reset_may_go_by_itself()
    {
        Http1Rig rig = Tunnel();
        rig.Client.HasUnacknowledged = true;
        rig.Client.EndReceive();
        rig.BackendEnds(IoStatus.Reset);
        rig.LastCall.ShouldBe("watch for a reset");
        rig.HangUp(IoStatus.Reset);
        rig.Closed.ShouldEndWith(" backend_reset");
    }

    [Fact]
    public void An_idle_tunnel_is_closed_in_order_and_counted()
    {
        Http1Rig rig = Tunnel();
        rig.DeadlineInUs.ShouldBe(60_000_000);
        rig.Now += 1_000_000;
        rig.Receive("x").BackendTook();
        rig.Now += 59_000_000;
        rig.OnDeadline();
        rig.DeadlineInUs.ShouldBe(1_000_000);
        rig.Now += 1_000_000;
        rig.OnDeadline();
        rig.LastCall.ShouldBe("close");
        rig.Backend.Calls[^1].ShouldBe("close");
        rig.Closed.ShouldEndWith(" idle");
        rig.Test.Counters.Timeouts[(int)TimeoutKind.Idle].ShouldBe(1);
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_tunnel_whose_receiver_takes_nothing_is_cut_and_counted()
    {
        Http1Rig rig = Tunnel();
        rig.Receive("x");
        rig.Now += 60_000_000;
        rig.OnDeadline();
        rig.LastCall.ShouldBe("reset");
        rig.Backend.Calls[^1].ShouldBe("reset");
        rig.Closed.ShouldEndWith(" stalled");
        rig.Test.Counters.Timeouts[(int)TimeoutKind.Stalled].ShouldBe(1);
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_tunnel_without_an_idle_limit_has_no_deadline()
    {
        Http1Rig rig = Tunnel(idleMs: 0);
        rig.DeadlineInUs.ShouldBe(0);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Maintenance_cuts_who_is_tied_to_the_backend(bool isTunnel, bool isOwn, bool isCut)
    {
        Http1Rig rig = isTunnel ? Tunnel() : new Http1Rig().Send();
        BackendState backend = isOwn
            ? rig.Test.Members.Backends[0]
            : new Http1Rig().Test.Members.Backends[0];
        rig.Connection.OnMaintenance(backend);
        rig.Ended.Count.ShouldBe(isCut ? 1 : 0);
        if (isCut)
        {
            rig.Closed.ShouldEndWith(" maintenance");
            rig.CheckAllIsBack();
        }
    }

    [Fact]
    public void A_connection_that_became_a_tunnel_serves_requests_to_its_next_client()
    {
        Http1Rig rig = Tunnel();
        rig.ClientEnds().BackendEnds();
        rig.Spares.EndTurn();
        var next = new FakeChannel();
        rig.Rent().ShouldBe(rig.Connection);
        rig.Connection.Open(rig.Binding, next, 8);
        rig.Connection.Start();
        next.EndReceive();
        rig.Connection.OnReceived(next, null, 0, 0, IoStatus.EndOfStream);
        rig.Closed.ShouldBe("closed 8 - 0/0 client_closed");
    }

    [Fact]
    public void A_drain_or_a_reload_leaves_a_tunnel_alone()
    {
        Http1Rig rig = Tunnel();
        rig.Connection.Drain();
        rig.Connection.OnReload();
        rig.Ended.ShouldBeEmpty();
        rig.DeadlineInUs.ShouldBe(60_000_000);
    }

    private static Http1Rig Tunnel(string ahead = "", string early = "", long idleMs = 60_000)
    {
        var rig = new Http1Rig(with: c => c with { ConnectionIdleTimeoutMs = idleMs });
        rig.Receive(Upgrade + ahead).Connect().BackendTook().BackendSays(Switching + early).Sent();
        return rig;
    }
}
