// The backend's side of an exchange: heads and bodies however they are cut, what makes a connection unfit for others, and every block back.
using Shouldly;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Upstream;

public sealed class Http1BackendTests
{
    private const string Two = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
    private const string Five = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string Hints = "HTTP/1.1 103 Hints\r\n\r\n";

    private readonly BackendRig _rig = new();

    [Fact]
    public void The_request_goes_out_in_front_of_its_body_and_its_block_comes_back()
    {
        _rig.Ask("POST", "the body").Test.Connect();
        string sent = Weir.Tests.Protocol.Wire.Text(_rig.Channel.Sent);
        sent.ShouldStartWith("POST /a HTTP/1.1\r\n");
        sent.ShouldEndWith("\r\n\r\nthe body");
        _rig.Backend.IsSending.ShouldBeTrue();
        _rig.Blocks.RentedCount.ShouldBe(1);
        _rig.Channel.IsReceiving.ShouldBeTrue(); // the response may come at any time
        _rig.Sent();
        _rig.Backend.IsSending.ShouldBeFalse();
        _rig.Client.Calls.ShouldBe(["lend", "sent"]);
        _rig.Blocks.RentedCount.ShouldBe(0);
        _rig.Facts.Request.IsSent.ShouldBeTrue();
    }

    [Fact]
    public void A_further_piece_goes_out_as_it_is()
    {
        _rig.Ask("POST", "one", isWhole: false).Send();
        int before = _rig.Channel.Sent.Length;
        BlockPiece piece = _rig.Piece("and two");
        _rig.Backend.Send(piece);
        Weir.Tests.Protocol.Wire.Text(_rig.Channel.Sent.AsSpan(before)).ShouldBe("and two");
        _rig.Sent();
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void A_piece_that_could_not_be_sent_comes_back_and_the_answer_is_waited_for()
    {
        _rig.Ask().Test.Connect();
        _rig.Sent(IoStatus.Reset);
        _rig.Client.Calls.ShouldBe(["lend", "not sent"]);
        _rig.Facts.Request.IsCut.ShouldBeTrue();
        _rig.Exchange.At.ShouldBe(ExchangeStep.Await);
    }

    [Fact]
    public void Without_room_for_the_head_nothing_is_sent()
    {
        _rig.Ask();
        _rig.Client.First = () => _rig.Piece("") with { Start = 20 };
        _rig.Test.Connect();
        _rig.Channel.Sent.ShouldBeEmpty();
        _rig.Client.Calls[^1].ShouldBe("failure 431");
        _rig.Backend.HasAttempt.ShouldBeFalse();
    }

    [Fact]
    public void A_head_of_just_the_room_there_is_goes_out()
    {
        _rig.Sent("GET");
        int length = _rig.Channel.Sent.Length;
        var other = new BackendRig();
        other.Ask();
        other.Client.First = () => other.Piece("") with { Start = length };
        other.Test.Connect();
        other.Channel.Sent.Length.ShouldBe(length);
    }

    [Fact]
    public void A_whole_response_in_one_piece_frees_its_connection_at_once()
    {
        _rig.Sent("GET").Receive(Two + "ok");
        _rig.Client.Calls.ShouldBe(["lend", "sent", "head 200+2", "begun"]);
        _rig.Passed.ShouldBe("ok");
        _rig.Client.Pieces[0].Status.ShouldBe(BodyStatus.Complete);
        _rig.IsIdleInPool.ShouldBeTrue();
        _rig.Backend.HasAttempt.ShouldBeFalse();
        _rig.Backend.HasConnection.ShouldBeFalse();
        _rig.Taken();
        _rig.Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
        _rig.Backend.ContentBytes.ShouldBe(2);
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void A_response_byte_by_byte_comes_to_the_same()
    {
        _rig.Sent("GET");
        foreach (char c in Two)
        {
            _rig.Receive(c.ToString());
        }

        _rig.Client.Calls[^2..].ShouldBe(["head 200+0", "begun"]);
        _rig.Channel.IsReceiving.ShouldBeFalse(); // once the head is sent
        _rig.Taken();
        _rig.Receive("o").Taken().Receive("k");
        _rig.IsIdleInPool.ShouldBeTrue();
        _rig.Taken();
        _rig.Passed.ShouldBe("ok");
        _rig.Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void The_next_piece_of_a_body_is_asked_for_when_the_last_is_sent()
    {
        _rig.Sent("GET").Receive(Five + "ab");
        _rig.Channel.IsReceiving.ShouldBeFalse();
        _rig.Backend.ContentBytes.ShouldBe(2);
        _rig.Facts.Response.Body.ShouldBe(BodyStatus.More);
        _rig.Taken();
        _rig.Channel.IsReceiving.ShouldBeTrue();
        _rig.Channel.LentBlock.ShouldBeNull();
        _rig.Receive("cde");
        _rig.Client.Calls[^1].ShouldBe("body 3");
        _rig.Facts.Response.Body.ShouldBe(BodyStatus.Complete);
        _rig.Backend.ContentBytes.ShouldBe(5);
        _rig.Taken();
        _rig.Passed.ShouldBe("abcde");
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void An_interim_head_is_passed_on_and_the_final_one_behind_it_waits()
    {
        _rig.Sent("GET").Receive(Hints + Two + "ok");
        _rig.Client.Calls[^1].ShouldBe("head 103+0");
        _rig.Backend.HasAnswered.ShouldBeTrue();
        _rig.Channel.IsReceiving.ShouldBeFalse();
        _rig.Taken();
        _rig.Client.Calls[^2..].ShouldBe(["head 200+2", "begun"]);
        _rig.Passed.ShouldBe("ok");
        _rig.Taken();
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void Behind_an_interim_head_alone_the_next_is_asked_for_without_a_block()
    {
        _rig.Sent("GET").Receive(Hints).Taken();
        _rig.Blocks.RentedCount.ShouldBe(0);
        _rig.Channel.IsReceiving.ShouldBeTrue();
        _rig.Channel.LentBlock.ShouldBeNull();
    }

    [Fact]
    public void An_interim_head_for_who_knows_none_is_skipped()
    {
        _rig.Client.IsHttp10 = true;
        _rig.Sent("GET").Receive(Hints + Two + "ok");
        _rig.Client.Calls[^2..].ShouldBe(["head 200+2", "begun"]);
        _rig.Client.Pieces.Count.ShouldBe(1);
        _rig.Taken();
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void An_interim_head_that_finds_no_room_gives_its_block_back()
    {
        _rig.Client.HeadHasRoom = false;
        _rig.Sent("GET").Receive(Hints);
        _rig.Client.Calls[^1].ShouldBe("failure 502");
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void A_final_head_that_finds_no_room_gives_its_block_back()
    {
        _rig.Client.HeadHasRoom = false;
        _rig.Sent("GET").Receive(Five + "ab");
        _rig.Client.Calls[^1].ShouldBe("failure 502");
        _rig.Blocks.RentedCount.ShouldBe(0);
        _rig.Channel.Calls[^1].ShouldBe("reset");
    }

    [Theory]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    public void Without_a_body_the_head_is_the_end(string method, string head)
    {
        _rig.Sent(method).Receive(head);
        _rig.Client.Pieces[0].Status.ShouldBe(BodyStatus.Complete);
        _rig.Client.Pieces[0].Count.ShouldBe(0);
        _rig.IsIdleInPool.ShouldBeTrue();
        _rig.Taken().Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void A_chunked_body_ends_with_its_last_chunk()
    {
        _rig.Sent("GET").Receive(Chunked + "2\r\nab\r\n").Taken();
        _rig.Backend.ContentBytes.ShouldBe(2);
        _rig.Backend.ShowsCut.ShouldBeTrue();
        _rig.Backend.IsClean.ShouldBeFalse();
        _rig.Receive("1\r\nc\r\n0\r\n\r\n");
        _rig.Backend.ContentBytes.ShouldBe(3);
        _rig.IsIdleInPool.ShouldBeTrue();
        _rig.Taken();
        _rig.Passed.ShouldBe("2\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
    }

    [Fact]
    public void Framing_alone_is_not_sent_to_who_gets_none_and_more_is_asked_for()
    {
        _rig.Client.Transform = BodyTransform.Dechunk;
        _rig.Sent("GET").Receive(Chunked).Taken();
        _rig.Receive("2\r\n");
        _rig.Client.Calls.ShouldNotContain(c => c.StartsWith("body"));
        _rig.Channel.IsReceiving.ShouldBeTrue();
        _rig.Blocks.RentedCount.ShouldBe(0);
        _rig.Receive("ab").Taken();
        _rig.Receive("\r\n0\r\n\r\n"); // complete: nothing more is asked for but by the pool
        _rig.Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
        _rig.Passed.ShouldBe("ab");
        _rig.IsIdleInPool.ShouldBeTrue();
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void A_malformed_chunk_breaks_the_response_off()
    {
        _rig.Sent("GET").Receive(Chunked + "2\r\nab\r\n").Taken();
        _rig.Receive("x\r\n");
        _rig.Facts.Outcome.Error.ShouldBe(FailureCode.HttpResponseIncomplete);
        _rig.Client.Ended.ShouldBe((ExchangeEnd.CutShort, "http_response_incomplete"));
        _rig.Channel.Calls[^1].ShouldBe("reset");
    }

    [Fact]
    public void A_malformed_chunk_behind_the_head_is_no_response()
    {
        _rig.Sent("GET").Receive(Chunked + "x\r\n");
        _rig.Client.Calls[^1].ShouldBe("failure 502");
        _rig.Facts.Outcome.Error.ShouldBe(FailureCode.HttpProtocolError);
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void A_close_framed_body_ends_with_the_connection_once_all_is_sent()
    {
        _rig.Sent("GET").Receive("HTTP/1.1 200 OK\r\n\r\nab").Taken();
        _rig.Backend.ShowsCut.ShouldBeFalse();
        _rig.Receive("cd").Taken().End();
        _rig.Client.Calls.ShouldContain("end body");
        _rig.Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
        _rig.Channel.Calls[^1].ShouldBe("close"); // its end is no reason to keep it
        _rig.IsIdleInPool.ShouldBeFalse();
        _rig.Passed.ShouldBe("abcd");
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void A_close_framed_body_without_room_for_its_end_is_cut()
    {
        _rig.Client.BodyEnds = false;
        _rig.Sent("GET").Receive("HTTP/1.1 200 OK\r\n\r\nab").Taken().End();
        _rig.Facts.Outcome.Error.ShouldBe(FailureCode.HttpResponseIncomplete);
    }

    [Theory]
    [InlineData(IoStatus.Reset)]
    [InlineData(IoStatus.Truncated)]
    [InlineData(IoStatus.Error)]
    public void A_reset_is_no_end_of_a_close_framed_body(IoStatus status)
    {
        _rig.Sent("GET").Receive("HTTP/1.1 200 OK\r\n\r\nab").Taken().End(status);
        _rig.Client.Calls.ShouldNotContain("end body");
        _rig.Client.Ended.ShouldBe((ExchangeEnd.Reset, "http_response_incomplete"));
    }

    [Fact]
    public void An_end_inside_the_body_breaks_the_response_off()
    {
        _rig.Sent("GET").Receive(Five + "ab").Taken().End();
        _rig.Facts.Response.Body.ShouldBe(BodyStatus.Invalid);
        _rig.Client.Calls.ShouldNotContain("end body");
        _rig.Client.Ended.ShouldBe((ExchangeEnd.CutShort, "http_response_incomplete"));
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void An_end_that_came_while_a_piece_is_sent_counts_when_it_has_gone_out()
    {
        _rig.Sent("GET").Receive("HTTP/1.1 200 OK\r\n\r\nab").Taken();
        _rig.Receive("cd");
        _rig.Channel.Receive(); // as an engine that still had one
        _rig.End();
        _rig.Backend.HasEnded.ShouldBeTrue();
        _rig.Client.Ended.ShouldBeNull();
        _rig.Client.Calls.ShouldNotContain("end body");
        _rig.Taken();
        _rig.Client.Calls.ShouldContain("end body");
        _rig.Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void An_end_before_any_byte_is_another_attempt()
    {
        _rig.Sent("GET").End();
        _rig.Exchange.At.ShouldBe(ExchangeStep.Acquire);
        _rig.Test.Reactor.Connects.Count.ShouldBe(2);
        _rig.Backend.HasAttempt.ShouldBeFalse();
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 O")]
    [InlineData("HTTP/1.1 103 Hints\r\n\r\n")]
    public void An_end_inside_the_heads_is_an_incomplete_response(string come)
    {
        _rig.Client.IsHttp10 = true;
        _rig.Sent("GET").Receive(come).End();
        _rig.Facts.Outcome.Error.ShouldBe(FailureCode.HttpResponseIncomplete);
        _rig.Client.Calls[^1].ShouldBe("failure 502");
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void What_is_no_head_is_refused_with_the_reason()
    {
        _rig.Sent("GET").Receive("SSH-2.0\r\n");
        _rig.Backend.Problem.ShouldBe("not an HTTP/1.x status line");
        _rig.Facts.Outcome.Detail.ShouldBe(
            "the backend did not speak HTTP: not an HTTP/1.x status line"
        );
        _rig.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void Bytes_behind_a_response_make_the_connection_unfit()
    {
        _rig.Sent("GET").Receive(Two + "ok?");
        _rig.Passed.ShouldBe("ok");
        _rig.IsIdleInPool.ShouldBeFalse();
        _rig.Channel.Calls[^1].ShouldBe("close");
        _rig.Client.Calls[^1].ShouldBe("closing");
    }

    [Fact]
    public void So_do_bytes_behind_the_last_piece_of_a_body()
    {
        _rig.Sent("GET").Receive(Five + "ab").Taken().Receive("cde?");
        _rig.Passed.ShouldBe("abcde");
        _rig.IsIdleInPool.ShouldBeFalse();
        _rig.Channel.Calls[^1].ShouldBe("close");
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\nx")]
    public void What_the_head_says_and_what_follows_it_makes_the_connection_unfit(string response)
    {
        _rig.Sent("GET").Receive(response);
        _rig.IsIdleInPool.ShouldBeFalse();
        _rig.Channel.Calls[^1].ShouldBe("close");
        _rig.Taken().Client.Ended.ShouldBe((ExchangeEnd.Answered, "finished"));
    }

    [Fact]
    public void An_answer_before_the_request_was_sent_makes_the_connection_unfit()
    {
        _rig.Ask().Test.Connect();
        _rig.Receive(Two + "ok");
        _rig.Passed.ShouldBe("ok");
        _rig.IsIdleInPool.ShouldBeFalse();
        _rig.Channel.Calls[^1].ShouldBe("close");
    }
}
