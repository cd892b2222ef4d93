// One client connection from accept to close: requests in and responses out, one after the other, and each way to end.
using Shouldly;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Tests.Protocol;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class Http1ClientTests
{
    [Fact]
    public void A_request_goes_to_the_backend_and_its_response_to_the_client()
    {
        var rig = new Http1Rig();
        rig.Receive(Http1Rig.Get);
        rig.Counts.ActiveRequests.ShouldBe(1);
        rig.Client.IsReceiving.ShouldBeTrue();
        rig.Connect();
        rig.Asked.ShouldStartWith("GET / HTTP/1.1\r\nHost: a\r\n");
        Wire.Field(rig.Asked, "Via").ShouldBe("1.1 weir-1");
        Wire.Field(rig.Asked, "X-Forwarded-For").ShouldBe("192.0.2.1");
        rig.BackendTook().BackendSays(Http1Rig.Ok);
        rig.Told.ShouldStartWith("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nVia: 1.1 weir-1\r\n");
        Http1Rig.Body(rig.Told).ShouldBe("hi");
        rig.Told.ShouldNotContain("Connection");
        rig.Counts.ActiveRequests.ShouldBe(1);
        rig.Sent();
        rig.Counts.ActiveRequests.ShouldBe(0);
        rig.RentedBlocks.ShouldBe(0);
        rig.Ended.ShouldBeEmpty();
        rig.Test.Cluster.Counters.Responses(0, 1).ShouldBe(1);
        rig.Access.Status.ShouldBe(200);
        rig.Access.BytesIn.ShouldBe(Http1Rig.Get.Length);
        rig.Access.BytesOut.ShouldBe(rig.Told.Length);
        rig.Access.HttpMinorVersion.ShouldBe(1);
        rig.Access.Error.ShouldBeNull();
    }

    [Fact]
    public void A_request_may_come_byte_by_byte()
    {
        var rig = new Http1Rig();
        foreach (char c in Http1Rig.Get)
        {
            rig.Test.Reactor.Connects.ShouldBeEmpty();
            rig.Receive(c.ToString());
            rig.RentedBlocks.ShouldBe(1);
        }

        rig.Connect().BackendTook().BackendSays(Http1Rig.Ok).Sent();
        Http1Rig.Body(rig.Told).ShouldBe("hi");
        rig.Access.BytesIn.ShouldBe(Http1Rig.Get.Length);
        rig.RentedBlocks.ShouldBe(0);
    }

    [Fact]
    public void The_head_deadline_counts_from_the_first_byte_and_is_answered_by_408()
    {
        var rig = new Http1Rig(clientIdleMs: 60_000);
        rig.Receive("G");
        rig.DeadlineInUs.ShouldBe(10_000_000);
        rig.Now += 4_000_000;
        rig.Receive("E");
        rig.DeadlineInUs.ShouldBe(6_000_000);
        rig.Now += 6_000_000;
        rig.OnDeadline();
        rig.Told.ShouldStartWith("HTTP/1.1 408 Request Timeout\r\n");
        rig.Told.ShouldContain("\r\nConnection: close\r\n");
        rig.Test.Counters.Timeouts[(int)TimeoutKind.Header].ShouldBe(1);
        rig.Client.Calls.ShouldNotContain("close");
        rig.Receive("T / more of it");
        rig.Sent();
        rig.LastCall.ShouldBe("linger");
        rig.Closed.ShouldEndWith(" finished");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_client_that_resets_while_idle_or_inside_a_head_gets_no_answer()
    {
        var idle = new Http1Rig();
        idle.ClientEnds(IoStatus.Reset);
        idle.LastCall.ShouldBe("reset");
        idle.Closed.ShouldBe("closed 7 - 0/0 client_disconnected");
        idle.CheckAllIsBack();

        var inside = new Http1Rig();
        inside.Receive("GET / HT").ClientEnds(IoStatus.Reset);
        inside.Told.ShouldBe("");
        inside.Access.Status.ShouldBe(499);
        inside.LastCall.ShouldBe("reset");
        inside.CheckAllIsBack();
    }

    [Fact]
    public void Pipelined_requests_are_answered_one_after_the_other()
    {
        var rig = new Http1Rig();
        const string Second = "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n";
        rig.Receive(Http1Rig.Get + Second + "GET /3 HT").Connect().BackendTook();
        rig.Ask().ShouldStartWith("GET / HTTP/1.1\r\n");
        rig.Asked.ShouldNotContain("/2");
        rig.Client.IsReceiving.ShouldBeFalse();
        rig.BackendSays(Http1Rig.Ok);
        rig.Asked.ShouldNotContain("/2");
        rig.Sent();
        rig.Ask().ShouldStartWith("GET /2 HTTP/1.1\r\n");
        rig.BackendTook().BackendSays(Http1Rig.Ok).Sent();
        rig.Access.BytesOut.ShouldBe(rig.Told.Length / 2);
        rig.Counts.ActiveRequests.ShouldBe(1);
        rig.Receive("TP/1.1\r\nHost: a\r\n\r\n").BackendTook().BackendSays(Http1Rig.Ok).Sent();
        rig.Ask().ShouldStartWith("GET /3 HTTP/1.1\r\n");
        rig.RentedBlocks.ShouldBe(0);
        rig.Test.Reactor.Connects.Count.ShouldBe(1);
    }

    [Fact]
    public void Each_of_two_pipelined_requests_counts_its_own_bytes()
    {
        var rig = new Http1Rig();
        rig.Receive(Http1Rig.Get + Http1Rig.Get).Connect().BackendTook();
        rig.BackendSays(Http1Rig.Ok).Sent();
        rig.Access.BytesIn.ShouldBe(Http1Rig.Get.Length);
        rig.BackendTook().BackendSays(Http1Rig.Ok).Sent();
        rig.Access.BytesIn.ShouldBe(Http1Rig.Get.Length);
    }

    [Fact]
    public void A_request_that_comes_while_another_is_answered_waits_for_its_turn()
    {
        var rig = new Http1Rig();
        rig.Send().Receive(Http1Rig.Get.Replace("/ ", "/2 ", StringComparison.Ordinal));
        rig.Client.IsReceiving.ShouldBeFalse();
        rig.LastCall.ShouldBe("watch for a hang-up");
        rig.Ask();
        rig.BackendSays(Http1Rig.Ok).Sent();
        rig.Ask().ShouldStartWith("GET /2 HTTP/1.1\r\n");
        rig.BackendTook().BackendSays(Http1Rig.Ok).Sent();
        rig.RentedBlocks.ShouldBe(0);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\nHost: a\r\n\r\n")]
    public void A_connection_that_the_client_wants_to_end_closes_behind_the_response(string request)
    {
        var rig = new Http1Rig();
        rig.Serve(request);
        rig.Told.ShouldContain("\r\nConnection: close\r\n");
        rig.LastCall.ShouldBe("close");
        rig.Closed.ShouldBe($"closed 7 127.0.0.1:9100 {request.Length}/{rig.Told.Length} finished");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void An_http_1_0_client_may_keep_its_connection()
    {
        var rig = new Http1Rig();
        rig.Serve("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
        rig.Told.ShouldContain("\r\nConnection: keep-alive\r\n");
        rig.Access.HttpMinorVersion.ShouldBe(0);
        rig.Serve();
        rig.Ended.ShouldBeEmpty();
    }

    [Fact]
    public void A_close_with_bytes_of_the_client_unread_lingers()
    {
        var rig = new Http1Rig(l => l with { MinDataRate = 250 });
        rig.Receive("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nmore")
            .Connect()
            .BackendTook()
            .BackendSays(Http1Rig.Ok)
            .Sent();
        rig.LastCall.ShouldBe("linger");
        rig.Client.LingerRate.ShouldBe(250);
        rig.CheckAllIsBack();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_drain_or_a_removal_during_a_request_closes_behind_its_response(bool drains)
    {
        var rig = new Http1Rig();
        rig.Send();
        if (drains)
        {
            rig.Test.Services.IsDraining = true;
            rig.Connection.Drain();
            rig.DeadlineInUs.ShouldBe(60_000_000);
        }
        else
        {
            rig.Binding.Remove();
            rig.Connection.OnReload();
        }

        rig.Connection.IsEnding.ShouldBeTrue();
        rig.Ended.ShouldBeEmpty();
        rig.BackendSays(Http1Rig.Ok).Sent();
        rig.Told.ShouldContain("\r\nConnection: close\r\n");
        rig.LastCall.ShouldBe("close");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_reload_inside_a_head_gives_the_request_the_new_settings()
    {
        var rig = new Http1Rig();
        rig.Receive("GET / HT");
        rig.Now += 1_000_000;
        rig.Binding.Snapshot = KeepAliveTests.Reloaded(rig, 30_000, headerMs: 3_000);
        rig.Connection.OnReload();
        rig.DeadlineInUs.ShouldBe(2_000_000);
        rig.Connection.Listener.ShouldBe(rig.Binding.Snapshot);
        rig.Counts.ActiveRequests.ShouldBe(1);
        rig.Receive("TP/1.1\r\nHost: a\r\n\r\n").Connect();
        rig.DeadlineInUs.ShouldBe(30_000_000);
    }

    [Fact]
    public void A_reload_during_a_request_counts_from_the_next_one_on()
    {
        var rig = new Http1Rig(clientIdleMs: 40_000);
        rig.Send();
        rig.Binding.Snapshot = KeepAliveTests.Reloaded(rig, 30_000);
        rig.Connection.OnReload();
        rig.Connection.Listener.ShouldNotBe(rig.Binding.Snapshot);
        rig.BackendSays(Http1Rig.Ok);
        rig.DeadlineInUs.ShouldBe(40_000_000);
        rig.Sent();
        rig.Connection.Listener.ShouldBe(rig.Binding.Snapshot);
        rig.DeadlineInUs.ShouldBe(30_000_000);
    }

    [Fact]
    public void Deadlines_follow_the_steps_of_a_request()
    {
        var rig = new Http1Rig(
            clientIdleMs: 20_000,
            with: c => c with { ResponseTimeoutMs = 7_000, ConnectionIdleTimeoutMs = 30_000 }
        );
        rig.DeadlineInUs.ShouldBe(20_000_000);
        rig.Receive(Http1Rig.Get);
        rig.DeadlineInUs.ShouldBe(0);
        rig.Connect();
        rig.DeadlineInUs.ShouldBe(20_000_000);
        rig.BackendTook();
        rig.DeadlineInUs.ShouldBe(7_000_000);
        rig.Now += 7_000_000;
        rig.OnDeadline();
        rig.Told.ShouldStartWith("HTTP/1.1 504 ");
        rig.Told.ShouldNotContain("Connection: close");
        rig.Backend.Calls[^1].ShouldBe("reset");
        rig.DeadlineInUs.ShouldBe(20_000_000);
        rig.Sent();
        rig.Ended.ShouldBeEmpty();
    }

    [Fact]
    public void A_cut_resets_both_sides_and_gives_all_back()
    {
        var rig = new Http1Rig();
        rig.Send().BackendSays("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi");
        rig.Connection.Cut("shutdown");
        rig.LastCall.ShouldBe("reset");
        rig.Backend.Calls[^1].ShouldBe("reset");
        rig.Closed.ShouldStartWith("closed 7 127.0.0.1:9100 ");
        rig.Closed.ShouldEndWith(" shutdown");
        rig.Test.Deadlines.Count.ShouldBe(0);
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_defect_is_told_as_the_failure_of_the_request()
    {
        var rig = new Http1Rig();
        rig.Connection.OnDefect("nobody is there");
        rig.Connection.Cluster.ShouldBeNull();
        rig.Connection.HeldClaim.ShouldBeNull();
        rig.Send();
        rig.Connection.Cluster.ShouldBe(rig.Test.Cluster);
        rig.Connection.HeldClaim.ShouldNotBeNull().Backend.ShouldBe(rig.Test.Members.Backends[0]);
        rig.Connection.OnDefect("it broke");
        rig.Connection.Cut("internal_error");
        rig.Access.Error.ShouldBe("internal_error");
        rig.Access.Detail.ShouldBe("it broke");
        rig.CheckAllIsBack();
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET / HT")]
    public void While_a_head_is_waited_for_a_hang_up_is_the_receives_to_tell(string head)
    {
        var rig = new Http1Rig();
        if (head.Length > 0)
        {
            rig.Receive(head);
        }

        int calls = rig.Client.Calls.Count;
        rig.Connection.OnHungUp(rig.Client, IoStatus.Reset);
        rig.Ended.ShouldBeEmpty();
        rig.Client.Calls.Count.ShouldBe(calls);
    }

    [Fact]
    public void Its_blocks_can_be_given_back_alone()
    {
        var rig = new Http1Rig();
        rig.Send(Http1Rig.Get).Receive(Http1Rig.Get);
        rig.RentedBlocks.ShouldBe(2);
        rig.Connection.ReturnBlocks();
        rig.RentedBlocks.ShouldBe(0);
    }
}
