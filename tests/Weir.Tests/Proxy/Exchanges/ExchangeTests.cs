// The life of an exchange: what it asks of its two sides and when, where it waits, and that the end gives everything back.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Snapshots;
using Xunit;

namespace Weir.Tests.Proxy.Exchanges;

public sealed class ExchangeTests
{
    [Fact]
    public void A_request_is_sent_and_its_response_passed_on()
    {
        var rig = new ExchangeRig(
            c => c with { ResponseTimeoutMs = 30_000, ConnectionIdleTimeoutMs = 9_000 },
            clientIdleMs: 5_000
        );
        (rig.Exchange.At, rig.ActiveRequests, rig.Client.Watches).ShouldBe(
            (ExchangeStep.Head, 1, 0)
        );
        rig.Wait(10).Ask();
        (rig.Exchange.At, rig.Client.DeadlineInUs).ShouldBe((ExchangeStep.Acquire, 0));
        (rig.PlacesHeld, rig.Client.Watches).ShouldBe((1, 1));
        rig.Wait(20).Connect();
        (rig.Exchange.At, rig.Client.DeadlineInUs).ShouldBe((ExchangeStep.Await, 5_000_000));
        rig.Client.Watches.ShouldBe(2);
        rig.Facts.Request.IsSent.ShouldBeFalse();
        rig.Wait(30).Sent();
        (rig.Exchange.At, rig.Client.DeadlineInUs).ShouldBe((ExchangeStep.Await, 30_000_000));
        rig.Facts.Request.SentUs.ShouldBe(rig.Test.Reactor.Now);
        rig.Client.Watches.ShouldBe(2); // nothing has changed for it
        rig.Wait(40).Head();
        (rig.Exchange.At, rig.Client.DeadlineInUs).ShouldBe((ExchangeStep.Stream, 5_000_000));
        rig.PlacesHeld.ShouldBe(0);
        (rig.Client.Watches, rig.Client.Ended, rig.ActiveRequests).ShouldBe((3, null, 1));
        rig.Taken();
        (rig.Exchange.At, rig.ActiveRequests, rig.Client.Watches).ShouldBe(
            (ExchangeStep.Ended, 0, 3)
        );
        rig.Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));

        Join(rig.Client.Calls).ShouldBe("lend, sent, head 200+0, begun");
        Join(rig.Backend.Calls).ShouldBe("acquire, attempt, head, final, release clean, back");
        string backend = rig.Backend.Claim.LastBackend.ShouldNotBeNull().Address;
        rig.Steps.ShouldBe(
            $"0 Accepted; 10 Routed web; 10 Connecting {backend}; 30 Connected {backend}; "
                + $"60 Sent {backend}; 100 Responded {backend} 200"
        );
        (rig.Facts.Times.ConnectUs, rig.Facts.Times.QueueUs).ShouldBe((20, 0));
    }

    [Fact]
    public void A_connection_of_the_pool_is_used_at_once()
    {
        ExchangeRig rig = Answered();
        BackendState first = rig.Backend.Claim.LastBackend.ShouldNotBeNull();
        first.Idle.ShouldBe(1);
        AskAnew(rig);
        rig.Exchange.At.ShouldBe(ExchangeStep.Await);
        rig.Backend.Calls.ShouldBe(["acquire", "attempt", "head"]);
        rig.Steps.ShouldBe($"0 Accepted; 0 Routed web; 0 Reused {first.Address}");
        rig.Sent().Head().Taken();
        rig.Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
        rig.ActiveRequests.ShouldBe(0);
    }

    [Fact]
    public void A_connection_that_stays_with_its_client_is_neither_picked_nor_acquired()
    {
        ExchangeRig rig = new ExchangeRig(backends: 1).Ask().Connect().Sent();
        rig.Backend.Claim.IsPinned = true;
        rig.Backend.Clean = false;
        rig.Exchange.Abandon();
        rig.PlacesHeld.ShouldBe(0); // who leaves takes it along

        var pinned = new ExchangeRig(backends: 1);
        pinned.Backend.Claim.Waiter = pinned.Exchange;
        pinned.Backend.Claim.Begin(pinned.Test.Cluster);
        pinned.Backend.Claim.Pick();
        pinned.Backend.Claim.Acquire(pinned.Backend);
        pinned.Backend.Claim.IsPinned = true;
        pinned.Ask();
        (pinned.Exchange.At, pinned.PlacesHeld).ShouldBe((ExchangeStep.Await, 1));
        pinned.Backend.Calls.ShouldBe(["attempt", "head"]);
    }

    [Theory]
    [InlineData(false, true, "release", "lend, head 200+0, begun, closing")]
    [InlineData(true, false, "release", "lend, sent, head 200+0, begun, closing")]
    [InlineData(true, true, "release clean", "lend, sent, head 200+0, begun")]
    public void A_connection_goes_on_to_serve_only_if_all_was_sent_and_it_is_clean(
        bool isSent,
        bool isClean,
        string released,
        string calls
    )
    {
        ExchangeRig rig = new ExchangeRig().Ask().Connect();
        rig.Backend.Clean = isClean;
        if (isSent)
        {
            rig.Sent();
        }

        rig.Head();
        rig.Backend.Calls[^1].ShouldBe(released);
        Join(rig.Client.Calls).ShouldBe(calls);
        rig.Test.Members.Backends.Sum(b => b.Idle).ShouldBe(isSent && isClean ? 1 : 0);
    }

    [Fact]
    public void A_body_that_is_still_coming_keeps_its_backend()
    {
        ExchangeRig rig = new ExchangeRig().Streaming();
        (rig.Exchange.At, rig.PlacesHeld, rig.Client.Ended).ShouldBe(
            (ExchangeStep.Stream, 1, null)
        );
        rig.Client.Sending = true;
        rig.Facts.Response.Body = BodyStatus.Complete;
        rig.Exchange.OnResponse();
        (rig.Exchange.At, rig.PlacesHeld, rig.Client.Ended).ShouldBe(
            (ExchangeStep.Stream, 0, null)
        );
        rig.Exchange.OnResponse();
        rig.Backend.Calls.Count(c => c == "release clean").ShouldBe(1);
        rig.Taken().Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
    }

    [Fact]
    public void A_response_to_a_request_that_is_still_coming_does_not_wait_for_it()
    {
        ExchangeRig rig = new ExchangeRig(c => c with { ResponseTimeoutMs = 30_000 });
        rig.Ask(isWhole: false).Connect().Sent();
        rig.Facts.Request.IsSent.ShouldBeFalse();
        rig.Client.DeadlineInUs.ShouldNotBe(30_000_000);
        rig.Exchange.TakesBody.ShouldBeTrue();
        rig.Backend.FirstStatus = BodyStatus.More;
        rig.Head().Taken();
        rig.Facts.TryTakeBody(BodyStatus.Complete, 10).ShouldBeTrue();
        long deadlineInUs = rig.Client.DeadlineInUs;
        rig.Sent(); // the response is not waited for any more
        rig.Facts.Request.IsSent.ShouldBeTrue();
        rig.Client.DeadlineInUs.ShouldBe(deadlineInUs);
        rig.Steps.ShouldNotContain("Sent");
    }

    [Fact]
    public void A_send_that_fails_cuts_the_request_but_its_response_may_still_come()
    {
        ExchangeRig rig = new ExchangeRig().Ask().Connect();
        rig.Exchange.TakesBody.ShouldBeTrue();
        rig.Sent(IoStatus.Reset);
        rig.Exchange.TakesBody.ShouldBeFalse();
        (rig.Facts.Request.IsCut, rig.Facts.Request.IsSent).ShouldBe((true, false));
        (rig.Exchange.At, rig.Client.Calls[^1]).ShouldBe((ExchangeStep.Await, "not sent"));
        rig.Head(413).Taken();
        rig.Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
        rig.Backend.Calls.ShouldContain("release");
        rig.Exchange.TakesBody.ShouldBeFalse();
    }

    [Fact]
    public void A_backend_that_is_let_go_takes_no_body()
    {
        ExchangeRig rig = new ExchangeRig().Ask().Connect().Sent();
        rig.Exchange.TakesBody.ShouldBeTrue();
        rig.Head();
        rig.Facts.Request.IsCut.ShouldBeFalse();
        rig.Exchange.TakesBody.ShouldBeFalse();
    }

    [Fact]
    public void An_end_that_comes_before_the_end_of_the_send_is_seen_behind_it()
    {
        ExchangeRig rig = new ExchangeRig(c => c with { Retries = 0 }).Ask().Connect();
        rig.BackendEnds();
        rig.Exchange.At.ShouldBe(ExchangeStep.Await); // what is lent comes back first
        rig.Sent(IoStatus.Reset);
        (rig.Client.Calls[^1], rig.Exchange.At).ShouldBe(("failure 502", ExchangeStep.Stream));
        rig.Facts.Outcome.Detail.ShouldBe("the backend closed before it answered");
        rig.Facts.Outcome.Error.ShouldBe(FailureCode.ConnectionTerminated);
    }

    [Fact]
    public void A_place_in_the_queue_becomes_one_on_a_backend()
    {
        var rig = new ExchangeRig(c => c with { MaxConnections = 1, QueueTimeoutMs = 700 });
        rig.AskInQueue();
        (rig.Exchange.At, rig.Client.DeadlineInUs).ShouldBe((ExchangeStep.Queue, 700_000));
        rig.Exchange.WaitTicket.ShouldBe(1);
        rig.Exchange.OnRoom().ShouldBeFalse();
        (rig.Exchange.At, rig.Exchange.WaitTicket).ShouldBe((ExchangeStep.Queue, 1));
        BackendState free = rig.Test.Members.Backends[1];
        free.Release();
        rig.Wait(50).Exchange.OnRoom().ShouldBeTrue();
        (rig.Exchange.At, rig.Client.DeadlineInUs).ShouldBe((ExchangeStep.Acquire, 0));
        rig.Exchange.WaitTicket.ShouldBe(0);
        rig.Facts.Times.QueueUs.ShouldBe(50);
        rig.Steps.ShouldBe($"0 Accepted; 0 Routed web; 0 Queued; 50 Connecting {free.Address}");
    }

    [Fact]
    public void A_wait_that_was_too_long_is_503()
    {
        var rig = new ExchangeRig(c => c with { MaxConnections = 1 });
        rig.AskInQueue();
        rig.Exchange.OnDeadline(rig.Test.Reactor.Now);
        rig.Client.Calls.ShouldBe(["failure 503"]);
        rig.Facts.Outcome.Detail.ShouldBe("no backend connection became free in time");
        rig.Exchange.WaitTicket.ShouldBe(0);
        rig.Test.Members.State.WaitingCount.ShouldBe(0);
        rig.Test.Counters.Timeouts.Sum().ShouldBe(0);
    }

    [Fact]
    public void A_connect_that_fails_leads_to_another_backend_and_counts_as_time_for_connecting()
    {
        var rig = new ExchangeRig();
        rig.Ask();
        BackendState first = rig.Backend.Claim.Backend.ShouldNotBeNull();
        rig.Wait(8).Test.Refuse();
        rig.Exchange.At.ShouldBe(ExchangeStep.Acquire);
        BackendState second = rig.Backend.Claim.Backend.ShouldNotBeNull();
        rig.Facts.Outcome.ShouldBe(
            new Outcome(FailureCode.ConnectionRefused, $"connecting to {first.Address} failed", 502)
        );
        rig.Wait(4).Connect();
        rig.Facts.Times.ConnectUs.ShouldBe(12);
        rig.Steps.ShouldBe(
            $"0 Accepted; 0 Routed web; 0 Connecting {first.Address}; "
                + $"8 BackendFailed {first.Address} connection_refused; "
                + $"8 Connecting {second.Address}; 12 Connected {second.Address}"
        );
        (first.InUse, second.InUse).ShouldBe((0, 1));
    }

    [Fact]
    public void A_deadline_that_has_been_put_off_is_set_again()
    {
        var rig = new ExchangeRig(c => c with { ResponseTimeoutMs = 30 });
        rig.Ask().Connect().Sent();
        rig.Exchange.OnDeadline(rig.Test.Reactor.Now + 29_000);
        (rig.Client.DeadlineInUs, rig.Exchange.At).ShouldBe((1_000, ExchangeStep.Await));
        rig.Exchange.OnDeadline(rig.Test.Reactor.Now + 30_000);
        rig.Client.Calls[^1].ShouldBe("failure 504");
        rig.Client.Calls.ShouldNotContain("given up");
        rig.Test.Counters.Timeouts[(int)TimeoutKind.Response].ShouldBe(1);
        rig.Test.Counters.Timeouts.Sum().ShouldBe(1);
        rig.Facts.Outcome.Detail.ShouldBe("the backend did not answer in time");
    }

    [Fact]
    public void A_request_body_that_fell_silent_is_answered_by_the_status_of_the_verdict()
    {
        var rig = new ExchangeRig(clientIdleMs: 1);
        rig.Ask(isWhole: false).Connect().Sent();
        rig.Client.Receiving = true;
        rig.Exchange.OnDeadline(1_000);
        rig.Client.Calls[^1].ShouldBe("failure 408");
        rig.Facts.Outcome.Detail.ShouldBe("the request body fell silent");
    }

    [Fact]
    public void A_client_that_takes_nothing_is_given_up_and_told_nothing()
    {
        ExchangeRig rig = new ExchangeRig(clientIdleMs: 1).Streaming();
        rig.Client.Sending = true;
        rig.Exchange.OnDeadline(1_000);
        rig.Client.Calls[^2..].ShouldBe(["given up", "closing"]);
        rig.Client.Ended.ShouldBe((ExchangeEnd.Reset, "client_disconnected"));
        rig.Test.Counters.Timeouts[(int)TimeoutKind.Stalled].ShouldBe(1);
        (rig.ActiveRequests, rig.PlacesHeld).ShouldBe((0, 0));
    }

    [Fact]
    public void A_body_that_the_backend_broke_off_breaks_off_here_too()
    {
        ExchangeRig rig = new ExchangeRig().Streaming();
        rig.Facts.Response.Body = BodyStatus.Invalid;
        rig.Exchange.OnResponse();
        rig.Facts.Outcome.ShouldBe(
            new Outcome(
                FailureCode.HttpResponseIncomplete,
                "the backend cut the response body",
                502
            )
        );
        rig.Client.Calls[^1].ShouldBe("cut that does not show");
        rig.Client.Ended.ShouldBe((ExchangeEnd.Reset, "http_response_incomplete"));
    }

    [Fact]
    public void A_request_is_counted_where_its_listener_is_now()
    {
        var rig = new ExchangeRig();
        ListenerSnapshot other = new()
        {
            Pseudonym = rig.Listener.Pseudonym,
            State = new ListenerState(1, "back"),
            Config = rig.Listener.Config,
            Router = rig.Listener.Router,
            Policies = rig.Listener.Policies,
            Clusters = [],
            ClientIdleUs = 0,
        };
        rig.Exchange.Adopt(other);
        rig.Facts.Listener.ShouldBeSameAs(other);
        (rig.ActiveRequests, rig.Test.Counters.Listener(1).ActiveRequests).ShouldBe((0, 1));
        rig.Ask().Connect().Sent().Head().Taken();
        (rig.ActiveRequests, rig.Test.Counters.Listener(1).ActiveRequests).ShouldBe((0, 0));
    }

    [Fact]
    public void Clear_leaves_nothing_and_the_exchange_serves_another()
    {
        ExchangeRig rig = Answered();
        rig.Backend.Exchange.ShouldBeSameAs(rig.Exchange);
        rig.Backend.Claim.Waiter.ShouldBeSameAs(rig.Exchange);
        rig.Exchange.Clear();
        rig.Exchange.At.ShouldBe(ExchangeStep.Head);
        rig.Exchange.Client.ShouldBeNull();
        rig.Exchange.Backend.ShouldBeNull();
        rig.Exchange.WaitTicket.ShouldBe(0);
        (rig.Backend.Exchange, rig.Backend.Claim.Waiter).ShouldBe((null, null));
        rig.Facts.Response.ShouldBe(default);
        rig.Exchange.Clear(); // twice is as good as once

        AskAnew(rig);
        rig.Facts.ConnectionId.ShouldBe(7);
        rig.Exchange.Client.ShouldBeSameAs(rig.Client);
        rig.Exchange.Backend.ShouldBeSameAs(rig.Backend);
        rig.Sent().Head(204).Taken();
        rig.Facts.Response.Status.ShouldBe(204);
        rig.ActiveRequests.ShouldBe(0);
    }

    private static ExchangeRig Answered() =>
        new ExchangeRig(backends: 1).Ask().Connect().Sent().Head().Taken();

    // The same exchange and both its sides, for another request.
    private static void AskAnew(ExchangeRig rig)
    {
        rig.Exchange.Clear();
        rig.Backend.Calls.Clear();
        rig.Client.Calls.Clear();
        rig.Exchange.Begin(rig.Client, rig.Backend, rig.Listener);
        rig.ActiveRequests.ShouldBe(1);
        rig.Ask();
    }

    private static string Join(IEnumerable<string> calls) => string.Join(", ", calls);
}
