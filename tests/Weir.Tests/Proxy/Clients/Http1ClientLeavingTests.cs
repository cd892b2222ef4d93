// A client that ends, leaves or is too slow while its request is under way.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class Http1ClientLeavingTests
{
    private const string Post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n";

    [Theory]
    [InlineData(0, "close")]
    [InlineData(100_000, "close")]
    [InlineData(100_001, "reset")]
    public void A_fin_soon_after_the_request_waits_for_the_response_and_a_later_one_ends_it(
        int afterUs,
        string end
    )
    {
        var rig = new Http1Rig();
        rig.Send();
        rig.Now += afterUs;
        rig.ClientEnds();
        if (end == "reset")
        {
            rig.Access.Status.ShouldBe(499);
            rig.Access.Error.ShouldBe("client_disconnected");
            rig.Closed.ShouldBe("closed 7 127.0.0.1:9100 27/0 client_disconnected");
            rig.Backend.Calls[^1].ShouldBe("reset");
        }
        else
        {
            rig.LastCall.ShouldBe("watch for a reset");
            rig.BackendSays(Http1Rig.Ok).Sent();
            Wire.Field(rig.Told, "Connection").ShouldBe("close");
            rig.Closed.ShouldEndWith(" finished");
        }

        rig.LastCall.ShouldBe(end);
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_listener_with_half_close_takes_every_fin_for_the_end_of_what_is_said()
    {
        var rig = new Http1Rig(l => l with { HalfClose = true });
        rig.Send();
        rig.Now += 1_000_000;
        rig.ClientEnds().BackendSays(Http1Rig.Ok).Sent();
        Http1Rig.Body(rig.Told).ShouldBe("hi");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_request_that_ends_inside_its_body_is_answered_by_400()
    {
        var rig = new Http1Rig();
        rig.Receive(Post + "01").Connect().BackendTook().ClientEnds();
        rig.Told.ShouldStartWith("HTTP/1.1 400 ");
        rig.Sent();
        rig.Access.Detail.ShouldBe("the request ends inside its body");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_fin_that_stands_behind_unread_bytes_is_judged_without_reading_it()
    {
        var rig = new Http1Rig();
        rig.Receive(Post + "01").Connect(); // the backend takes nothing yet
        rig.Client.InputAge = 100_000;
        rig.Now += 200_000;
        rig.HangUp();
        rig.LastCall.ShouldBe("watch for a reset");
        rig.Client.InputAge = 100_001;
        rig.HangUp();
        rig.Ended.ShouldBeEmpty(); // it said so already
        rig.HangUp(IoStatus.Reset);
        rig.LastCall.ShouldBe("reset");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_client_that_left_while_nothing_was_received_from_it_is_noticed()
    {
        var rig = new Http1Rig();
        rig.Receive(Post + "01").Connect();
        rig.Client.InputAge = 100_001;
        rig.Now += 200_000;
        rig.HangUp();
        rig.Closed.ShouldEndWith(" client_disconnected");
        rig.CheckAllIsBack();
    }

    [Theory]
    [InlineData(true, IoStatus.Reset)]
    [InlineData(false, IoStatus.Reset)]
    [InlineData(false, IoStatus.Truncated)] // somebody may have cut what it said
    public void A_client_that_resets_ends_the_request_wherever_it_is(
        bool hasResponse,
        IoStatus status
    )
    {
        var rig = new Http1Rig();
        rig.Send();
        if (hasResponse)
        {
            rig.BackendSays("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi");
        }

        rig.ClientEnds(status);
        rig.LastCall.ShouldBe("reset");
        rig.Closed.ShouldEndWith(" client_disconnected");
        rig.Access.Error.ShouldBe("client_disconnected");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_response_that_the_client_does_not_take_any_more_ends_the_request()
    {
        var rig = new Http1Rig();
        rig.Send().BackendSays("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi");
        rig.Sent(IoStatus.Reset);
        rig.Closed.ShouldBe("closed 7 127.0.0.1:9100 27/0 client_disconnected");
        rig.Test.Cluster.Counters.Failures[(int)FailureCode.ClientDisconnected].ShouldBe(1);
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_client_that_takes_nothing_is_given_up()
    {
        var rig = new Http1Rig(clientIdleMs: 5_000);
        rig.Send().BackendSays("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi");
        rig.DeadlineInUs.ShouldBe(5_000_000);
        rig.Now += 5_000_000;
        rig.OnDeadline();
        rig.LastCall.ShouldBe("reset");
        rig.Access.Detail.ShouldBe("the client took no bytes");
        rig.Test.Counters.Timeouts[(int)TimeoutKind.Stalled].ShouldBe(1);
        rig.CheckAllIsBack();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_client_that_takes_the_response_too_slowly_is_given_up(bool isLater)
    {
        var rig = new Http1Rig(
            clientIdleMs: 120_000,
            with: c => c with { ConnectionIdleTimeoutMs = 0 }
        );
        rig.Send().BackendSays("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\nhi");
        if (isLater)
        {
            rig.Now += 10_000_000;
            rig.Sent().BackendSays("more");
        }

        rig.Now += Limits.DataRateGraceMs * 1000L;
        rig.OnDeadline();
        rig.Ended.ShouldBeEmpty();
        rig.Now++;
        rig.OnDeadline();
        rig.Access.Detail.ShouldBe("the client took the response too slowly");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_body_that_comes_too_slowly_is_refused()
    {
        var rig = new Http1Rig(
            clientIdleMs: 120_000,
            with: c => c with { ConnectionIdleTimeoutMs = 0 }
        );
        rig.Receive(Post).Connect().BackendTook();
        rig.Now += Limits.DataRateGraceMs * 1000L;
        rig.OnDeadline();
        rig.Told.ShouldBe("");
        rig.Now++;
        rig.OnDeadline();
        rig.Told.ShouldStartWith("HTTP/1.1 408 ");
        rig.Sent();
        rig.Access.Detail.ShouldBe("the request body came too slowly");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_body_that_is_still_coming_counts_for_what_a_fin_means()
    {
        var rig = new Http1Rig();
        rig.Receive(Post + "01").Connect().BackendTook();
        rig.Now += 500_000;
        rig.Receive("23456789").BackendTook();
        rig.Now += 100_000;
        rig.ClientEnds();
        rig.LastCall.ShouldBe("watch for a reset");
        rig.Ended.ShouldBeEmpty();
    }

    [Fact]
    public void Another_client_is_answered_where_the_one_before_had_left()
    {
        var rig = new Http1Rig();
        rig.Send().ClientEnds(IoStatus.Reset);
        rig.Spares.EndTurn();
        var next = new FakeChannel();
        rig.Rent().ShouldBe(rig.Connection);
        rig.Connection.Open(rig.Binding, next, 8);
        rig.Connection.Start();
        Block block = rig.Fill("GET / HTTP/1.1\r\n\r\n");
        next.EndReceive();
        rig.Connection.OnReceived(next, block, Limits.BlockHeadroomBytes, 18, IoStatus.Ok);
        Wire.Text(next.Sent).ShouldStartWith("HTTP/1.1 400 ");
    }

    [Fact]
    public void A_body_that_falls_silent_is_refused_unless_there_was_life_since()
    {
        var rig = new Http1Rig(clientIdleMs: 5_000);
        rig.Receive(Post).Connect().BackendTook();
        rig.DeadlineInUs.ShouldBe(5_000_000);
        rig.Client.WithActivityAt(rig.Now + 1);
        rig.Now += 5_000_000;
        rig.OnDeadline();
        rig.Told.ShouldBe("");
        rig.DeadlineInUs.ShouldBe(1);
        rig.Now++;
        rig.OnDeadline();
        rig.Told.ShouldStartWith("HTTP/1.1 408 ");
        rig.Sent();
        rig.Access.Detail.ShouldBe("the request body fell silent");
        rig.Test.Counters.Timeouts[(int)TimeoutKind.Idle].ShouldBe(1);
        rig.CheckAllIsBack();
    }
}
