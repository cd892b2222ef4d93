// What a client gets when its request fails or its connection ends, step by step, and that everything held is given back.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Tests.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Exchanges;

public sealed class ExchangeFailureTests
{
    [Theory]
    [InlineData("Head", 0)]
    [InlineData("Queue", 0)]
    [InlineData("Acquire", 1)]
    [InlineData("Await", 1)]
    public void Before_a_response_the_client_is_answered_and_all_is_given_back(
        string step,
        int closings
    )
    {
        ExchangeRig rig = At(step);
        rig.Exchange.Fail(FailureCode.HttpRequestError, "bad", 431);
        rig.Exchange.At.ShouldBe(ExchangeStep.Stream);
        rig.Client.Calls[^1].ShouldBe("failure 431");
        rig.Client.Calls.Count(c => c == "closing").ShouldBe(closings);
        rig.Facts.Outcome.ShouldBe(new Outcome(FailureCode.HttpRequestError, "bad", 431));
        rig.Facts.Response.Body.ShouldBe(BodyStatus.Complete);
        rig.Client.DeadlineInUs.ShouldBe(5_000_000);
        ShouldHoldNothing(rig);
        (rig.Facts.Route.Cluster is null).ShouldBe(step == "Head");
        Failures(rig, FailureCode.HttpRequestError).ShouldBe(1);
        rig.Counted.Responses(0, 3).ShouldBe(1);
        rig.Steps.ShouldEndWith("0 Failed http_request_error; 0 Answered 431");
        (rig.ActiveRequests, rig.Client.Ended).ShouldBe((1, null));
        rig.Backend.Calls.Count(c => c == "end").ShouldBe(1);

        rig.Taken();
        rig.Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
        (rig.ActiveRequests, rig.Exchange.At).ShouldBe((0, ExchangeStep.Ended));
        rig.Backend.Calls.ShouldNotContain("release");
    }

    [Fact]
    public void An_answer_waits_for_an_interim_response_that_is_on_its_way()
    {
        ExchangeRig rig = At("Await");
        rig.Head(103, ResponseRead.Interim);
        rig.Client.IsSending.ShouldBeTrue();
        rig.Exchange.Fail(FailureCode.HttpResponseTimeout, "late");
        (rig.Exchange.At, rig.Client.DeadlineInUs).ShouldBe((ExchangeStep.Fail, 5_000_000));
        rig.Client.Calls[^1].ShouldBe("head 103+0");
        Failures(rig, FailureCode.HttpResponseTimeout).ShouldBe(0);
        rig.PlacesHeld.ShouldBe(1);
        rig.Taken();
        rig.Client.Calls[^2..].ShouldBe(["closing", "failure 504"]);
        Failures(rig, FailureCode.HttpResponseTimeout).ShouldBe(1);
        ShouldHoldNothing(rig);
        rig.Taken().Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
    }

    [Fact]
    public void A_client_that_leaves_meanwhile_gets_no_answer()
    {
        ExchangeRig rig = At("Fail");
        rig.Client.GiveUp();
        rig.Exchange.Fail(FailureCode.ClientDisconnected, "gone");
        rig.Client.Calls.ShouldNotContain(c => c.StartsWith("failure", StringComparison.Ordinal));
        rig.Client.Ended.ShouldBe((ExchangeEnd.Reset, "client_disconnected"));
        ShouldHoldNothing(rig);
        rig.ActiveRequests.ShouldBe(0);
    }

    [Theory]
    [InlineData(true, "cut that shows")]
    [InlineData(false, "cut that does not show")]
    public void A_response_that_has_begun_breaks_off_once_what_came_of_it_is_out(
        bool showsCut,
        string call
    )
    {
        ExchangeRig rig = At("Stream");
        rig.Backend.Cuttable = showsCut;
        rig.Client.CutIsDue = false;
        rig.Client.Sending = true;
        rig.Exchange.Fail(FailureCode.HttpResponseIncomplete, "cut");
        (rig.Exchange.At, rig.Client.Ended, rig.ActiveRequests).ShouldBe(
            (ExchangeStep.Cut, null, 1)
        );
        rig.Client.Calls[^2..].ShouldBe(["closing", call]);
        ShouldHoldNothing(rig);
        rig.Steps.ShouldEndWith("0 Failed http_response_incomplete; 0 Cut");
        Failures(rig, FailureCode.HttpResponseIncomplete).ShouldBe(1);

        rig.Taken();
        (rig.Exchange.At, rig.Client.Ended).ShouldBe((ExchangeStep.Cut, null));
        rig.Client.CutIsDue = true;
        rig.Exchange.OnDeadline(rig.Test.Reactor.Now);
        rig.Client.Calls[^3..].ShouldBe([call, call, call]);
        ExchangeEnd end = showsCut ? ExchangeEnd.CutShort : ExchangeEnd.Reset;
        rig.Client.Ended.ShouldBe((end, "http_response_incomplete"));
        (rig.Exchange.At, rig.ActiveRequests).ShouldBe((ExchangeStep.Ended, 0));
        rig.Test.Counters.Timeouts.Sum().ShouldBe(0);
    }

    [Fact]
    public void A_cut_that_fails_again_ends_at_once_and_tells_that_reason()
    {
        ExchangeRig rig = At("Cut");
        rig.Exchange.Fail(FailureCode.ClientDisconnected, "gone");
        rig.Client.Ended.ShouldBe((ExchangeEnd.Reset, "client_disconnected"));
        rig.Facts.Outcome.Error.ShouldBe(FailureCode.HttpResponseIncomplete);
        Failures(rig, FailureCode.ClientDisconnected).ShouldBe(0);
        rig.ActiveRequests.ShouldBe(0);
    }

    [Fact]
    public void A_client_that_does_not_take_the_rest_of_a_cut_is_given_up()
    {
        ExchangeRig rig = At("Cut");
        rig.Client.Sending = true;
        rig.Exchange.OnDeadline(4_999_999);
        (rig.Exchange.At, rig.Client.DeadlineInUs).ShouldBe((ExchangeStep.Cut, 1));
        rig.Exchange.OnDeadline(5_000_000);
        rig.Client.Calls[^1].ShouldBe("given up");
        rig.Client.Ended.ShouldBe((ExchangeEnd.Reset, "client_disconnected"));
        rig.Test.Counters.Timeouts[(int)TimeoutKind.Stalled].ShouldBe(1);
    }

    [Theory]
    [InlineData("Head")]
    [InlineData("Queue")]
    [InlineData("Acquire")]
    [InlineData("Await")]
    [InlineData("Stream")]
    public void A_client_that_has_gone_gets_nothing(string step)
    {
        ExchangeRig rig = At(step);
        rig.Client.GiveUp();
        rig.Exchange.Fail(FailureCode.ClientDisconnected, "gone");
        rig.Client.Ended.ShouldBe((ExchangeEnd.Reset, "client_disconnected"));
        rig.Client.Calls.ShouldNotContain(c => c.StartsWith("cut", StringComparison.Ordinal));
        rig.Client.Calls.ShouldNotContain(c => c.StartsWith("failure", StringComparison.Ordinal));
        rig.Steps.ShouldEndWith("0 Failed client_disconnected; 0 Cut");
        ShouldHoldNothing(rig);
        rig.ActiveRequests.ShouldBe(0);
    }

    [Fact]
    public void Without_room_for_an_answer_there_is_none()
    {
        ExchangeRig rig = At("Await");
        rig.Client.FailureFits = false;
        rig.Exchange.Fail(FailureCode.HttpProtocolError, "odd");
        rig.Client.Ended.ShouldBe((ExchangeEnd.Reset, "http_protocol_error"));
        rig.Facts.Response.HasBegun.ShouldBeFalse();
        rig.Steps.ShouldEndWith("0 Failed http_protocol_error; 0 Cut");
        rig.ActiveRequests.ShouldBe(0);
    }

    [Fact]
    public void A_failure_that_is_known_already_is_told_as_it_is()
    {
        ExchangeRig rig = At("Head");
        rig.Facts.Fail(FailureCode.NoRoute, "no route");
        rig.Exchange.Fail();
        rig.Client.Calls.ShouldBe(["failure 404"]);
        rig.Test.Counters.NoCluster.Failures[(int)FailureCode.NoRoute].ShouldBe(1);
    }

    [Theory]
    [InlineData("Head", 0)]
    [InlineData("Queue", 0)]
    [InlineData("Acquire", 1)]
    [InlineData("Await", 1)]
    [InlineData("Stream", 1)]
    [InlineData("Tunnel", 1)]
    [InlineData("Fail", 1)]
    [InlineData("Cut", 0)]
    public void Who_is_abandoned_gives_back_all_and_nobody_is_told(string step, int closings)
    {
        ExchangeRig rig = At(step);
        rig.Client.Calls.Clear();
        rig.Exchange.Abandon();
        ShouldHoldNothing(rig);
        (rig.ActiveRequests, rig.Exchange.At).ShouldBe((0, ExchangeStep.Ended));
        rig.Client.Ended.ShouldBeNull();
        rig.Client.Calls.Count.ShouldBe(closings);
        rig.Client.Calls.ShouldAllBe(c => c == "closing");
        rig.Exchange.Abandon(); // what has ended does not end again
        rig.ActiveRequests.ShouldBe(0);
    }

    [Theory]
    [InlineData(false, "reset")]
    [InlineData(true, "close")]
    public void A_tunnel_may_end_in_order_all_else_is_reset(bool inOrder, string call)
    {
        ExchangeRig rig = At("Tunnel");
        FakeChannel channel = rig.Test.LastConnect;
        rig.Exchange.Abandon(inOrder);
        channel.Calls[^1].ShouldBe(call);
        channel.Calls.ShouldNotContain(inOrder ? "reset" : "close");
    }

    [Fact]
    public void A_retry_under_way_ends_with_what_is_abandoned()
    {
        ExchangeRig rig = At("Await");
        rig.BackendEnds();
        rig.Exchange.At.ShouldBe(ExchangeStep.Acquire);
        ClusterState cluster = rig.Test.Members.State;
        for (int i = 1; i < ClusterState.FreeRetries; i++)
        {
            cluster.TryStartFreeRetry().ShouldBeTrue();
        }

        cluster.TryStartFreeRetry().ShouldBeFalse();
        rig.Exchange.Abandon();
        cluster.TryStartFreeRetry().ShouldBeTrue();
        cluster.TryStartFreeRetry().ShouldBeFalse();
    }

    private static long Failures(ExchangeRig rig, FailureCode code) =>
        rig.Counted.Failures[(int)code];

    private static void ShouldHoldNothing(ExchangeRig rig)
    {
        rig.Backend.Claim.Backend.ShouldBeNull();
        rig.Backend.Claim.Connection.ShouldBeNull();
        rig.Backend.Claim.WaitTicket.ShouldBe(0);
        rig.Test.Members.State.WaitingCount.ShouldBe(0);
        rig.PlacesHeld.ShouldBe(rig.Others);
        rig.Test.Services.Pool.OpenCount.ShouldBe(0);
    }

    private static ExchangeRig At(string step)
    {
        var rig = new ExchangeRig(
            c =>
                c with
                {
                    MaxConnections = step == "Queue" ? 1 : 0,
                    ConnectionIdleTimeoutMs = 9_000,
                },
            clientIdleMs: 5_000
        );
        switch (step)
        {
            case "Head":
                break;
            case "Queue":
                rig.AskInQueue();
                break;
            case "Acquire":
                rig.Ask();
                break;
            case "Await":
                rig.Ask().Connect().Sent();
                break;
            case "Stream":
                rig.Streaming();
                break;
            case "Tunnel":
                rig.Facts.Request.WantsUpgrade = true;
                rig.Ask().Connect().Sent().Head(101, ResponseRead.Switching).Taken();
                break;
            case "Fail":
                rig.Ask().Connect().Sent().Head(100, ResponseRead.Interim);
                rig.Exchange.Fail(FailureCode.HttpResponseTimeout, "late");
                break;
            default:
                rig.Streaming().Client.CutIsDue = false;
                rig.Exchange.Fail(FailureCode.HttpResponseIncomplete, "cut");
                break;
        }

        rig.Exchange.At.ToString().ShouldBe(step);
        return rig;
    }
}
