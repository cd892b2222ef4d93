// A connection between two requests: how long it may be idle, what a drain or a reload does to it, and why it ends.
using Shouldly;
using Weir.Proxy.Facts;
using Weir.Proxy.Snapshots;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class KeepAliveTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(5_000, 5_000_000)]
    public void A_new_connection_waits_for_its_first_head_as_long_as_it_may_be_idle(
        long idleMs,
        long dueUs
    )
    {
        var rig = new Http1Rig(clientIdleMs: idleMs);
        rig.Client.Calls.ShouldBe(["receive"]);
        rig.DeadlineInUs.ShouldBe(dueUs);
        rig.RentedBlocks.ShouldBe(0);
    }

    [Fact]
    public void A_connection_that_was_idle_long_enough_is_closed_in_order_and_counted()
    {
        var rig = new Http1Rig(clientIdleMs: 5_000);
        rig.Now += 5_000_000;
        rig.OnDeadline();
        rig.Client.Calls.ShouldBe(["receive", "close"]);
        rig.Closed.ShouldBe("closed 7 - 0/0 idle");
        rig.Test.Counters.Timeouts[(int)TimeoutKind.Idle].ShouldBe(1);
        rig.CheckAllIsBack();
    }

    [Fact]
    public void Life_since_the_deadline_was_set_moves_it_on()
    {
        var rig = new Http1Rig(clientIdleMs: 5_000);
        rig.Client.WithActivityAt(rig.Now + 1);
        rig.Now += 5_000_000;
        rig.OnDeadline();
        rig.DeadlineInUs.ShouldBe(1);
        rig.Ended.ShouldBeEmpty();
        rig.Now++;
        rig.OnDeadline();
        rig.Ended.Count.ShouldBe(1);
    }

    [Fact]
    public void After_a_response_the_connection_may_be_idle_as_long_again()
    {
        var rig = new Http1Rig(clientIdleMs: 5_000);
        rig.Now += 1_000_000;
        rig.Serve();
        rig.DeadlineInUs.ShouldBe(5_000_000);
        rig.RentedBlocks.ShouldBe(0);
        rig.Client.IsReceiving.ShouldBeTrue();
        rig.Now += 5_000_000;
        rig.OnDeadline();
        rig.Closed.ShouldBe($"closed 7 127.0.0.1:9100 27/{rig.Told.Length} idle");
    }

    [Fact]
    public void A_client_that_says_no_more_between_requests_is_closed_at_once()
    {
        var rig = new Http1Rig(clientIdleMs: 5_000);
        rig.Serve().ClientEnds();
        rig.LastCall.ShouldBe("close");
        rig.Closed.ShouldEndWith(" client_closed");
        rig.CheckAllIsBack();
    }

    [Theory]
    [InlineData(0, 500_000)]
    [InlineData(60_000, 500_000)]
    [InlineData(300, 300_000)]
    public void While_draining_an_idle_connection_has_half_a_second_at_most(long idleMs, long dueUs)
    {
        var rig = new Http1Rig(clientIdleMs: idleMs);
        rig.Test.Services.IsDraining = true;
        rig.Connection.Drain();
        rig.DeadlineInUs.ShouldBe(dueUs);
        rig.Now += dueUs;
        rig.OnDeadline();
        rig.Closed.ShouldBe("closed 7 - 0/0 drained");
        rig.Test.Counters.Timeouts[(int)TimeoutKind.Idle].ShouldBe(0);
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_drain_closes_at_once_who_has_been_idle_that_long_already()
    {
        var rig = new Http1Rig();
        rig.Now += 500_000;
        rig.Test.Services.IsDraining = true;
        rig.Connection.Drain();
        rig.LastCall.ShouldBe("close");
        rig.Closed.ShouldBe("closed 7 - 0/0 drained");
    }

    [Fact]
    public void A_drain_leaves_a_request_alone_that_is_in_the_socket_already()
    {
        var rig = new Http1Rig();
        rig.Now += 500_000;
        rig.Client.InputWaits = true;
        rig.Test.Services.IsDraining = true;
        rig.Connection.Drain();
        rig.Ended.ShouldBeEmpty();
        rig.DeadlineInUs.ShouldBe(0);
        rig.Client.InputWaits = false;
        rig.Serve();
        rig.Told.ShouldContain("\r\nConnection: close\r\n");
        rig.Closed.ShouldEndWith(" finished");
    }

    [Fact]
    public void A_drain_that_comes_after_the_head_of_a_response_waits_half_a_second_for_one_more_request()
    {
        var rig = new Http1Rig(clientIdleMs: 60_000);
        rig.Send().BackendSays(Http1Rig.Ok);
        rig.Test.Services.IsDraining = true;
        rig.Connection.Drain();
        rig.Sent();
        rig.Told.ShouldNotContain("Connection: close");
        rig.DeadlineInUs.ShouldBe(500_000);
        rig.Ended.ShouldBeEmpty();
    }

    [Fact]
    public void A_connection_of_a_removed_listener_is_closed_while_idle()
    {
        var rig = new Http1Rig(clientIdleMs: 60_000);
        rig.Binding.Remove();
        rig.Connection.OnReload();
        rig.LastCall.ShouldBe("close");
        rig.Closed.ShouldBe("closed 7 - 0/0 listener_removed");
        rig.Test.Counters.Timeouts[(int)TimeoutKind.Idle].ShouldBe(0);
    }

    [Fact]
    public void A_request_that_is_in_the_socket_when_its_listener_is_removed_is_served()
    {
        var rig = new Http1Rig(clientIdleMs: 60_000);
        rig.Client.InputWaits = true;
        rig.Binding.Remove();
        rig.Connection.OnReload();
        rig.Ended.ShouldBeEmpty();
        rig.DeadlineInUs.ShouldBe(60_000_000);
        rig.Serve();
        rig.Told.ShouldContain("\r\nConnection: close\r\n");
        rig.Ended.Count.ShouldBe(1);
    }

    [Fact]
    public void The_first_request_of_a_removed_listener_is_waited_for_half_a_second()
    {
        var rig = new Http1Rig(clientIdleMs: 60_000, starts: false);
        rig.Binding.Remove();
        rig.Connection.Start();
        rig.Ended.ShouldBeEmpty();
        rig.Client.IsReceiving.ShouldBeTrue();
        rig.DeadlineInUs.ShouldBe(500_000);
        rig.Now += 500_000;
        rig.OnDeadline();
        rig.Closed.ShouldBe("closed 7 - 0/0 listener_removed");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_listener_that_is_removed_during_a_response_closes_behind_it_unless_more_has_come(
        bool hasInput
    )
    {
        var rig = new Http1Rig(clientIdleMs: 60_000);
        rig.Send().BackendSays(Http1Rig.Ok);
        rig.Binding.Remove();
        rig.Client.InputWaits = hasInput;
        rig.Sent();
        rig.Ended.Count.ShouldBe(hasInput ? 0 : 1);
        rig.DeadlineInUs.ShouldBe(hasInput ? 500_000 : 0);
        if (!hasInput)
        {
            rig.Closed.ShouldEndWith(" listener_removed");
            rig.CheckAllIsBack();
        }
    }

    [Theory]
    [InlineData(2_000, 1_500_000, false)]
    [InlineData(500, 0, true)]
    [InlineData(0, 0, false)]
    public void A_reload_counts_the_new_idle_time_from_the_last_byte_on(
        long idleMs,
        long dueUs,
        bool isClosed
    )
    {
        var rig = new Http1Rig(clientIdleMs: 60_000);
        rig.Now += 500_000;
        rig.Binding.Snapshot = Reloaded(rig, idleMs);
        rig.Connection.OnReload();
        rig.Connection.Listener.ShouldBe(rig.Binding.Snapshot);
        rig.DeadlineInUs.ShouldBe(dueUs);
        rig.Ended.Count.ShouldBe(isClosed ? 1 : 0);
    }

    internal static ListenerSnapshot Reloaded(Http1Rig rig, long idleMs, long headerMs = 10_000)
    {
        ListenerSnapshot old = rig.Binding.Snapshot;
        return new ListenerSnapshot
        {
            Pseudonym = old.Pseudonym,
            State = old.State,
            Config = old.Config with { ClientHeaderTimeoutMs = headerMs },
            Router = old.Router,
            Policies = old.Policies,
            Clusters = old.Clusters,
            ClientIdleUs = idleMs * 1000,
        };
    }
}
