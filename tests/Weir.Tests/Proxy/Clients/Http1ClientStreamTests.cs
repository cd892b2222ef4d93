// The client's side of an exchange: bodies both ways, interim responses, failures, and the backend's connection behind it.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Bodies;
using Weir.Proxy.Io;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class Http1ClientStreamTests
{
    private const string Post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n";

    [Fact]
    public void A_body_with_a_length_goes_on_piece_by_piece()
    {
        var rig = new Http1Rig();
        rig.Receive(Post + "0123").Connect();
        Http1Rig.Body(rig.Ask()).ShouldBe("0123");
        rig.Client.IsReceiving.ShouldBeFalse();
        rig.LastCall.ShouldBe("watch for a hang-up");
        rig.BackendTook();
        rig.RentedBlocks.ShouldBe(0);
        rig.Receive("456");
        rig.Ask().ShouldBe("456");
        rig.Client.IsReceiving.ShouldBeFalse();
        rig.BackendTook().Receive("789").BackendTook();
        rig.Ask().ShouldBe("789");
        rig.Client.IsReceiving.ShouldBeTrue(); // for what comes ahead
        rig.BackendSays(Http1Rig.Ok).Sent();
        rig.Access.BytesIn.ShouldBe(Post.Length + 10);
        rig.RentedBlocks.ShouldBe(0);
        rig.Serve();
        rig.Access.BytesIn.ShouldBe(Http1Rig.Get.Length);
        rig.Test.Reactor.Connects.Count.ShouldBe(1);
    }

    [Fact]
    public void A_chunked_body_goes_on_chunked_and_what_follows_is_the_next_request()
    {
        var rig = new Http1Rig();
        const string Chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        rig.Receive(Chunked).Connect();
        Http1Rig.Body(rig.Ask()).ShouldBe("");
        rig.BackendTook().Receive("3\r\nabc\r\n");
        rig.Ask().ShouldBe("3\r\nabc\r\n");
        rig.BackendTook().Receive("0\r\n\r\n" + Http1Rig.Get);
        rig.Ask().ShouldBe("0\r\n\r\n");
        rig.Client.IsReceiving.ShouldBeFalse();
        rig.BackendTook();
        rig.Client.IsReceiving.ShouldBeFalse(); // the next request is here
        rig.BackendSays(Http1Rig.Ok).Sent();
        rig.Ask().ShouldStartWith("GET / HTTP/1.1\r\n");
        rig.BackendTook().BackendSays(Http1Rig.Ok).Sent();
        rig.RentedBlocks.ShouldBe(0);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_long_body_goes_through_a_pipe_where_both_sides_take_it(bool client, bool backend)
    {
        var rig = new Http1Rig();
        rig.Test.Reactor.Blocks.OpenPipe = () => new Block(new FakePipe());
        rig.Client.Piped = client;
        rig.Receive(Post.Replace("10", "9000000", StringComparison.Ordinal)).Connect();
        rig.Test.LastConnect.Piped = backend;
        rig.BackendTook();
        for (int i = 0; i < (Limits.BulkAfterBytes / Limits.BlockPayloadBytes) + 1; i++)
        {
            rig.Client.LentBlock.ShouldBeNull();
            rig.Receive(new string('x', Limits.BlockPayloadBytes)).BackendTook();
        }

        (rig.Client.LentBlock is not null).ShouldBe(client && backend);
    }

    [Fact]
    public void A_malformed_chunk_is_refused_and_the_connection_closes()
    {
        var rig = new Http1Rig();
        rig.Receive("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
            .Connect()
            .BackendTook()
            .Receive("zz\r\n");
        rig.Told.ShouldStartWith("HTTP/1.1 400 ");
        rig.Told.ShouldContain("\r\nConnection: close\r\n");
        rig.Backend.Calls[^1].ShouldBe("reset");
        rig.RentedBlocks.ShouldBe(1);
        rig.Sent();
        rig.Access.Detail.ShouldBe("malformed chunked body");
        rig.LastCall.ShouldBe("linger");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_response_larger_than_a_block_goes_out_in_the_order_in_which_it_comes()
    {
        var rig = new Http1Rig();
        string body = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"{i % 1000:000} "));
        rig.Send().BackendSays($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n");
        rig.Backend.IsReceiving.ShouldBeFalse();
        for (int at = 0; at < body.Length; at += 40_000)
        {
            rig.Sent().BackendSays(body[at..int.Min(at + 40_000, body.Length)]);
            rig.RentedBlocks.ShouldBe(1);
        }

        rig.Counts.ActiveRequests.ShouldBe(1);
        rig.Sent();
        Http1Rig.Body(rig.Told).ShouldBe(body);
        rig.Access.BytesOut.ShouldBe(rig.Told.Length);
        rig.Access.ContentBytes.ShouldBe(120_000);
        rig.RentedBlocks.ShouldBe(0);
        rig.Counts.ActiveRequests.ShouldBe(0);
    }

    [Fact]
    public void A_chunked_response_passes_as_it_is()
    {
        var rig = new Http1Rig();
        rig.Send().BackendSays("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n");
        rig.Sent().BackendSays("1\r\nc\r\n0\r\n\r\n").Sent();
        Http1Rig.Body(rig.Told).ShouldBe("2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
        Wire.Field(rig.Told, "Transfer-Encoding").ShouldBe("chunked");
        rig.Ended.ShouldBeEmpty();
    }

    [Fact]
    public void An_http_1_0_client_gets_a_chunked_response_decoded_and_closed()
    {
        var rig = new Http1Rig();
        rig.Send("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n")
            .BackendSays("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n")
            .Sent()
            .BackendSays("1\r\nc\r\n0\r\n\r\n")
            .Sent();
        Http1Rig.Body(rig.Told).ShouldBe("abc");
        rig.Told.ShouldNotContain("chunked");
        Wire.Field(rig.Told, "Connection").ShouldBe("close");
        rig.LastCall.ShouldBe("close");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_close_framed_response_becomes_chunked_and_the_connection_goes_on()
    {
        var rig = new Http1Rig();
        rig.Send().BackendSays("HTTP/1.1 200 OK\r\n\r\nab").Sent().BackendSays("c").Sent();
        rig.BackendEnds();
        Http1Rig.Body(rig.Told).ShouldBe("2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
        rig.Sent();
        rig.RentedBlocks.ShouldBe(0);
        rig.Ended.ShouldBeEmpty();
        rig.Access.Error.ShouldBeNull();
    }

    [Fact]
    public void An_http_1_0_client_gets_a_close_framed_response_as_it_is()
    {
        var rig = new Http1Rig();
        rig.Send(Http1Rig.Get10).BackendSays("HTTP/1.1 200 OK\r\n\r\nab").Sent().BackendEnds();
        Http1Rig.Body(rig.Told).ShouldBe("ab");
        rig.LastCall.ShouldBe("close");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void An_interim_response_goes_out_before_the_final_one()
    {
        var rig = new Http1Rig();
        rig.Receive(
                Post.Replace(
                    "\r\n\r\n",
                    "\r\nExpect: 100-continue\r\n\r\n",
                    StringComparison.Ordinal
                )
            )
            .Connect()
            .BackendTook();
        Wire.Field(rig.Ask(), "Expect").ShouldBe("100-continue");
        rig.BackendSays("HTTP/1.1 100 Continue\r\n\r\n");
        rig.Tell().ShouldBe("HTTP/1.1 100 Continue\r\n\r\n");
        rig.Sent().Receive("0123456789").BackendTook().BackendSays(Http1Rig.Ok).Sent();
        rig.Tell().ShouldStartWith("HTTP/1.1 200 OK\r\n");
        rig.Ask().ShouldBe("0123456789");
        rig.RentedBlocks.ShouldBe(0);
        rig.Ended.ShouldBeEmpty();
    }

    [Fact]
    public void An_http_1_0_client_gets_no_interim_response()
    {
        var rig = new Http1Rig();
        rig.Serve(Http1Rig.Get10, "HTTP/1.1 103 Early Hints\r\n\r\n" + Http1Rig.Ok);
        rig.Told.ShouldStartWith("HTTP/1.1 200 OK\r\n");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_body_that_comes_after_the_answer_is_thrown_away_and_the_connection_lingers()
    {
        var rig = new Http1Rig();
        rig.Receive(Post + "01").Connect().BackendTook().BackendSays(Http1Rig.Ok);
        Wire.Field(rig.Told, "Connection").ShouldBe("close");
        rig.Receive("23");
        rig.Asked.ShouldEndWith("01");
        rig.RentedBlocks.ShouldBe(1); // the response's
        rig.Sent();
        rig.LastCall.ShouldBe("linger");
        rig.Closed.ShouldEndWith(" finished");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_response_that_breaks_off_where_the_client_can_tell_is_closed_behind_what_came()
    {
        var rig = new Http1Rig();
        rig.Send().BackendSays("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi").Sent();
        rig.Client.HasUnacknowledged = true;
        rig.BackendEnds();
        rig.LastCall.ShouldBe("close");
        rig.Closed.ShouldEndWith(" http_response_incomplete");
        rig.Access.Error.ShouldBe("http_response_incomplete");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_response_whose_cut_would_not_show_is_reset_once_the_client_has_what_came()
    {
        var rig = new Http1Rig();
        rig.Send(Http1Rig.Get10).BackendSays("HTTP/1.1 200 OK\r\n\r\nab").Sent();
        rig.Client.HasUnacknowledged = true;
        rig.BackendEnds(IoStatus.Reset);
        rig.Ended.ShouldBeEmpty();
        rig.DeadlineInUs.ShouldBe(LateReset.LookUs);
        rig.Now += LateReset.LookUs;
        rig.OnDeadline();
        rig.Ended.ShouldBeEmpty();
        rig.Client.HasUnacknowledged = false;
        rig.OnDeadline();
        rig.LastCall.ShouldBe("reset");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void A_stale_connection_is_replaced_and_the_request_goes_out_whole_again()
    {
        var rig = new Http1Rig();
        rig.Serve();
        rig.Receive(Http1Rig.Get);
        string asked = rig.Asked;
        rig.BackendTook().BackendEnds();
        rig.Test.Reactor.Connects.Count.ShouldBe(2);
        rig.Connect();
        rig.Asked.ShouldStartWith("GET / HTTP/1.1\r\n");
        asked.ShouldEndWith(rig.Asked);
        rig.BackendTook().BackendSays(Http1Rig.Ok).Sent();
        rig.RentedBlocks.ShouldBe(0);
        rig.Ended.ShouldBeEmpty();
    }

    [Fact]
    public void An_authenticated_connection_stays_with_its_client()
    {
        var rig = new Http1Rig();
        rig.Serve(
            Http1Rig.Get,
            "HTTP/1.1 401 No\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n"
        );
        rig.Connection.HeldClaim.ShouldNotBeNull().IsPinned.ShouldBeTrue();
        rig.Test.Members.Backends[0].InUse.ShouldBe(1);
        rig.Backend.Owner.ShouldBeOfType<Weir.Proxy.Upstream.Http1Backend>();
        rig.Receive(Http1Rig.Get).BackendTook().BackendSays(Http1Rig.Ok).Sent();
        rig.Test.Reactor.Connects.Count.ShouldBe(1);
        rig.ClientEnds();
        rig.Backend.Calls[^1].ShouldBe("close");
        rig.CheckAllIsBack();
    }

    [Fact]
    public void The_next_request_that_was_lost_with_a_backend_ends_the_connection_behind_the_response()
    {
        var rig = new Http1Rig();
        rig.Receive(Http1Rig.Get + Http1Rig.Get).Connect().BackendSays(Http1Rig.Ok);
        rig.Told.ShouldNotContain("Connection");
        rig.Backend.Calls[^1].ShouldBe("close");
        rig.Sent();
        rig.LastCall.ShouldBe("close");
        rig.Closed.ShouldEndWith(" finished");
        rig.CheckAllIsBack();
    }

    [Theory]
    [InlineData("", false)]
    [InlineData(Http1Rig.Get, true)]
    public void A_failure_closes_where_the_next_request_is_lost_with_it(string next, bool closes)
    {
        var rig = new Http1Rig();
        rig.Receive(Http1Rig.Get + next).Connect().BackendSays("garbage\r\n\r\n");
        rig.Told.ShouldStartWith("HTTP/1.1 502 ");
        rig.Told.Contains("\r\nConnection: close\r\n", StringComparison.Ordinal).ShouldBe(closes);
        rig.Sent();
        rig.Ended.Count.ShouldBe(closes ? 1 : 0);
        rig.Test.Events.Failures[^1].ConnectionId.ShouldBe(7);
        rig.Test.Events.Failures[^1].Client.ShouldBe(rig.Client.Remote);
    }
}
