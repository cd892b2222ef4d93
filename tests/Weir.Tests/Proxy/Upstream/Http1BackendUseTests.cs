// One backend side over time: what it says of its connection, authenticated connections that stay, 101, and what a new attempt forgets.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Upstream;

public sealed class Http1BackendUseTests
{
    private const string Empty = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private const string Ntlm =
        "HTTP/1.1 401 Who\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n";

    private readonly BackendRig _rig = new();

    [Fact]
    public void A_byte_has_been_written_once_the_connection_took_one_of_this_attempt()
    {
        _rig.Ask();
        _rig.Channel.WithBytesSent(70);
        _rig.Test.Connect();
        _rig.Backend.HasWritten.ShouldBeFalse();
        _rig.Channel.WithBytesSent(71);
        _rig.Backend.HasWritten.ShouldBeTrue();
    }

    [Fact]
    public void Its_last_activity_is_the_connections()
    {
        _rig.Sent("GET");
        _rig.Channel.WithActivityAt(42);
        _rig.Backend.LastActivityUs.ShouldBe(42);
    }

    [Fact]
    public void The_first_bytes_of_the_backend_are_timed()
    {
        _rig.Sent("GET");
        _rig.Facts.Times.FirstByteUs.ShouldBe(-1);
        _rig.Test.Reactor.Now += 300;
        _rig.Receive("H");
        _rig.Facts.Times.FirstByteUs.ShouldBe(300);
    }

    [Fact]
    public void A_new_attempt_forgets_the_one_before()
    {
        _rig.Sent("GET").Receive("HTTP/1.1 200 OK\r\n\r\nabc").Taken().End();
        _rig.Backend.HasEnded.ShouldBeTrue();
        _rig.Next().Sent("GET");
        _rig.Backend.HasEnded.ShouldBeFalse();
        _rig.Backend.ContentBytes.ShouldBe(0);
        _rig.Backend.HasAnswered.ShouldBeFalse();
        _rig.Backend.HasAttempt.ShouldBeTrue();
        _rig.Receive(Empty);
        _rig.IsIdleInPool.ShouldBeTrue();
    }

    [Fact]
    public void Bytes_too_many_are_the_fault_of_one_attempt_alone()
    {
        _rig.Sent("GET").Receive(Empty + "?").Taken();
        _rig.IsIdleInPool.ShouldBeFalse();
        _rig.Next().Sent("GET").Receive(Empty);
        _rig.IsIdleInPool.ShouldBeTrue();
    }

    [Fact]
    public void A_reset_of_one_attempt_is_none_of_the_next()
    {
        _rig.Sent("GET").End(IoStatus.Reset);
        _rig.Send().Receive("HTTP/1.1 200 OK\r\n\r\nabc").Taken().End();
        _rig.Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
    }

    [Fact]
    public void A_pooled_connection_whose_receive_is_pending_is_not_asked_again()
    {
        var rig = new BackendRig(backends: 1);
        rig.Sent("GET").Receive(Empty).Taken().Next();
        rig.Channel.Calls.Count(c => c == "receive").ShouldBe(2); // the response, and then the pool's watch
        rig.Ask().Sent();
        rig.Test.Reactor.Connects.Count.ShouldBe(1);
        rig.Connection.AcquiredAs.ShouldBe(AcquireResult.Reused);
        rig.Channel.Calls.Count(c => c == "receive").ShouldBe(2);
        rig.Receive(Empty).Taken();
        rig.Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
    }

    [Fact]
    public void A_stale_pooled_connection_is_replaced_by_a_fresh_one()
    {
        var rig = new BackendRig(backends: 1);
        rig.Sent("GET").Receive(Empty).Taken().Next();
        rig.Ask().Sent().End();
        rig.Test.Reactor.Connects.Count.ShouldBe(2);
        rig.Send().Receive(Empty);
        rig.Client.WrittenStatus.ShouldBe(200);
    }

    [Fact]
    public void An_authenticated_connection_stays_with_its_client()
    {
        _rig.Sent("GET").Receive(Ntlm);
        _rig.Backend.Claim.IsPinned.ShouldBeTrue();
        _rig.Backend.HasAttempt.ShouldBeFalse();
        _rig.Backend.HasConnection.ShouldBeTrue();
        _rig.IsIdleInPool.ShouldBeFalse();
        _rig.Channel.IsReceiving.ShouldBeTrue(); // its end is to be seen
        _rig.Taken().Next();
        _rig.Ask().Sent();
        _rig.Test.Reactor.Connects.Count.ShouldBe(1);
        _rig.Channel.Calls.Count(c => c == "receive").ShouldBe(2);
        _rig.Receive(Empty); // a response without a challenge
        _rig.Backend.HasConnection.ShouldBeTrue();
        _rig.Backend.Claim.IsPinned.ShouldBeTrue();
        _rig.Taken();
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void One_that_is_unclean_does_not_stay()
    {
        _rig.Sent("GET").Receive(Ntlm + "?");
        _rig.Backend.Claim.IsPinned.ShouldBeFalse();
        _rig.Backend.HasConnection.ShouldBeFalse();
        _rig.Channel.Calls[^1].ShouldBe("close");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_authenticated_connection_that_ends_or_speaks_out_of_turn_is_given_up(bool ends)
    {
        _rig.Sent("GET").Receive(Ntlm).Taken().Next();
        _ = ends ? _rig.End() : _rig.Receive("?");
        _rig.Backend.HasConnection.ShouldBeFalse();
        _rig.Backend.Claim.Backend.ShouldBeNull();
        _rig.Backend.Claim.IsPinned.ShouldBeFalse();
        _rig.Channel.Calls[^1].ShouldBe("close");
        _rig.IsIdleInPool.ShouldBeFalse();
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void It_is_given_up_the_same_while_the_next_request_has_not_begun_its_attempt()
    {
        _rig.Sent("GET").Receive(Ntlm);
        _rig.Backend.Exchange.ShouldNotBeNull(); // the client still takes the response
        _rig.End();
        _rig.Backend.HasConnection.ShouldBeFalse();
        _rig.Taken().Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
    }

    [Fact]
    public void Without_a_connection_a_release_is_an_end_of_the_attempt_alone()
    {
        _rig.Backend.Release(isClean: true);
        _rig.Backend.HasAttempt.ShouldBeFalse();
        _rig.Backend.Claim.IsPinned.ShouldBeFalse();
    }

    [Theory]
    [InlineData(true, "receive")]
    [InlineData(false, "close")]
    public void A_release_goes_by_what_its_caller_says(bool isClean, string last)
    {
        _rig.Sent("GET");
        _rig.Channel.EndReceive();
        _rig.Backend.Release(isClean);
        _rig.Channel.Calls[^1].ShouldBe(last);
        _rig.IsIdleInPool.ShouldBe(isClean);
        _rig.Backend.HasAttempt.ShouldBeFalse();
    }

    [Fact]
    public void The_end_of_an_attempt_lets_go_of_what_came_of_a_head()
    {
        _rig.Sent("GET").Receive("HTTP/1.1 103 Hints\r\n\r\n");
        _rig.Backend.TakeBack(_rig.Client.Pieces[^1].Block);
        _rig.Blocks.RentedCount.ShouldBe(1);
        _rig.Backend.EndAttempt();
        _rig.Blocks.RentedCount.ShouldBe(0);
        _rig.Backend.HasAttempt.ShouldBeFalse();
        _rig.Backend.HasConnection.ShouldBeTrue();
    }

    [Fact]
    public void Of_a_response_that_is_over_a_block_comes_back_and_nothing_is_asked_for()
    {
        _rig.Sent("GET").Receive(Empty);
        int calls = _rig.Channel.Calls.Count;
        _rig.Backend.TakeBack(_rig.Client.Pieces[^1].Block);
        _rig.Blocks.RentedCount.ShouldBe(0);
        _rig.Channel.Calls.Count.ShouldBe(calls);
    }

    [Fact]
    public void A_block_that_comes_back_while_more_is_asked_for_already_is_let_go()
    {
        _rig.Sent("GET").Receive("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab");
        _rig.Channel.Receive();
        int calls = _rig.Channel.Calls.Count;
        _rig.Taken();
        _rig.Channel.Calls.Count.ShouldBe(calls);
        _rig.Blocks.RentedCount.ShouldBe(0);
        _rig.Client.Ended.ShouldBeNull();
    }

    [Fact]
    public void A_block_that_is_dropped_goes_to_the_pool()
    {
        Block block = _rig.Client.Rent();
        _rig.Backend.Drop(block);
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void A_close_framed_response_for_a_modern_client_becomes_chunked()
    {
        _rig.Client.Transform = BodyTransform.Chunk;
        _rig.Sent("GET").Receive("HTTP/1.1 200 OK\r\n\r\nab").Taken();
        _rig.Passed.ShouldBe("2\r\nab\r\n");
        _rig.Backend.ContentBytes.ShouldBe(2);
        _rig.Backend.ShowsCut.ShouldBeTrue();
    }

    [Fact]
    public void Behind_101_the_bytes_are_the_other_protocols_and_nothing_is_asked_for()
    {
        _rig.Sent("GET");
        _rig.Facts.Request.WantsUpgrade = true;
        _rig.Receive("HTTP/1.1 101 Go\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nhello");
        _rig.Client.Calls[^2..].ShouldBe(["head 101+5", "begun"]);
        _rig.Passed.ShouldBe("hello");
        _rig.Client.Pieces[^1].Status.ShouldBe(BodyStatus.More);
        _rig.Backend.IsClean.ShouldBeFalse();
        _rig.Backend.ContentBytes.ShouldBe(0);
        _rig.Taken();
        _rig.Client.Calls[^1].ShouldBe("tunnel");
        _rig.Exchange.At.ShouldBe(ExchangeStep.Tunnel);
        _rig.Channel.IsReceiving.ShouldBeFalse();
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void A_long_response_goes_through_a_pipe_that_comes_back_at_its_end()
    {
        _rig.Blocks.OpenPipe = () => new Block(new FakePipe());
        const int Piece = Limits.BlockPayloadBytes;
        _rig.Sent("GET").Receive("HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n").Taken();
        for (int i = 0; i < (Limits.BulkAfterBytes / Piece) + 1; i++)
        {
            _rig.Channel.LentBlock.ShouldBeNull();
            _rig.Receive(new string('x', Piece)).Taken();
        }

        Block pipe = _rig.Channel.LentBlock.ShouldNotBeNull();
        pipe.Pipe.ShouldNotBeNull();
        _rig.Blocks.RentedPipeCount.ShouldBe(1);
        _rig.End();
        _rig.Blocks.RentedPipeCount.ShouldBe(0);
        _rig.Blocks.RentedCount.ShouldBe(0);
        _rig.Client.Ended.ShouldBe((ExchangeEnd.CutShort, "http_response_incomplete"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_long_response_goes_through_memory_where_a_side_takes_no_pipe(bool isClient)
    {
        _rig.Blocks.OpenPipe = () => new Block(new FakePipe());
        _rig.Sent("GET").Receive("HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n").Taken();
        _rig.Client.Piped = !isClient;
        _rig.Channel.Piped = isClient;
        _rig.Backend.TakesPipes.ShouldBe(isClient);
        for (int i = 0; i < (2 * Limits.BulkAfterBytes / Limits.BlockPayloadBytes); i++)
        {
            _rig.Receive(new string('x', Limits.BlockPayloadBytes)).Taken();
        }

        _rig.Channel.LentBlock.ShouldBeNull();
        _rig.Channel.IsReceiving.ShouldBeTrue();
    }

    [Fact]
    public void A_backend_that_cannot_be_reached_is_told_to_the_exchange()
    {
        _rig.Ask().Test.Refuse();
        _rig.Facts.Outcome.Error.ShouldBe(FailureCode.ConnectionRefused);
        _rig.Exchange.At.ShouldBe(ExchangeStep.Acquire);
        _rig.Test.Reactor.Connects.Count.ShouldBe(2);
        _rig.Send();
        Wire.Text(_rig.Channel.Sent).ShouldStartWith("GET /a HTTP/1.1\r\n");
    }
}
