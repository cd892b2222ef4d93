// What comes from a client, block by block: heads and bodies.
using Shouldly;
using Weir.Proxy.Bodies;
using Weir.Proxy.Io;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class Http1InputTests
{
    private readonly Http1InputRig _rig = new();

    [Fact]
    public void A_head_is_waited_for_without_a_block_and_its_rest_in_the_block_that_it_began_in()
    {
        _rig.Input.ReceiveHead();
        _rig.Channel.LentBlock.ShouldBeNull();
        _rig.Input.ReceiveHead();
        _rig.Channel.Calls.ShouldBe(["receive"]); // it is under way
        _rig.Channel.EndReceive();
        Block block = _rig.Append("GET / ");
        _rig.Input.IsLent.ShouldBeFalse();
        _rig.Input.ReceiveHead();
        _rig.Channel.LentBlock.ShouldBe(block);
        _rig.Channel.LentOffset.ShouldBe(Http1InputRig.Front + 6);
        _rig.Input.IsLent.ShouldBeTrue();
        Wire.Text(_rig.Input.Unread).ShouldBe("GET / ");
        _rig.Input.UnreadCount.ShouldBe(6);
        _rig.Input.HasUnread.ShouldBeTrue();
        _rig.Input.HasEnded.ShouldBeFalse();
    }

    [Fact]
    public void Behind_a_fin_no_head_is_waited_for()
    {
        _rig.Input.OnFin();
        _rig.Input.HasEnded.ShouldBeTrue();
        _rig.Input.ReceiveHead();
        _rig.Channel.Calls.ShouldBeEmpty();
        _rig.Input.Watch();
        _rig.Channel.Calls.ShouldBe(["watch for a reset"]);
    }

    [Fact]
    public void While_bytes_are_received_nothing_is_watched()
    {
        _rig.Input.Watch();
        _rig.Channel.Calls.ShouldBe(["watch for a hang-up"]);
        _rig.Input.ReceiveHead();
        _rig.Input.Watch();
        _rig.Channel.Calls.ShouldBe(["watch for a hang-up", "receive"]);
    }

    [Fact]
    public void A_whole_request_leaves_room_to_hear_of_the_client()
    {
        _rig.Take(Http1Rig.Get, "").ShouldBeTrue();
        _rig.Input.IsWhole.ShouldBeTrue();
        _rig.Input.HasUnread.ShouldBeFalse();
        _rig.Input.ReceiveAhead();
        _rig.Input.ReceiveAhead();
        _rig.Channel.Calls.ShouldBe(["receive"]);
    }

    [Fact]
    public void The_first_piece_is_lent_and_comes_back_to_be_sent_again()
    {
        _rig.Take(Http1Rig.Get, "").ShouldBeTrue();
        _rig.Input.CanResend.ShouldBeTrue();
        BlockPiece piece = _rig.Input.FirstPiece;
        piece.Start.ShouldBe(Http1InputRig.Front + Http1Rig.Get.Length);
        piece.Count.ShouldBe(0);
        _rig.Input.Lend();
        _rig.Input.IsLent.ShouldBeTrue();
        _rig.Input.CanResend.ShouldBeFalse();
        _rig.Input.ForgetSent();
        _rig.Rented.ShouldBe(1);
        _rig.Input.TakeBack(piece.Block, wasSent: true, backend: null);
        _rig.Input.IsLent.ShouldBeFalse();
        _rig.Input.CanResend.ShouldBeTrue();
        _rig.Channel.Calls.ShouldBe(["receive"]);
        _rig.Input.ForgetSent();
        _rig.Input.CanResend.ShouldBeFalse();
        _rig.Rented.ShouldBe(0);
    }

    [Fact]
    public void What_could_not_be_sent_comes_back_and_nothing_is_asked_for()
    {
        _rig.Take(Http1Rig.Get, "").ShouldBeTrue();
        Block block = _rig.Input.FirstPiece.Block;
        _rig.Input.Lend();
        _rig.Input.TakeBack(block, wasSent: false, backend: null);
        _rig.Input.CanResend.ShouldBeTrue();
        _rig.Channel.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void Once_its_first_piece_is_sent_a_body_has_no_block_while_the_rest_is_awaited()
    {
        _rig.Take(Http1InputRig.Length5, "ab").ShouldBeTrue();
        _rig.Input.IsWhole.ShouldBeFalse();
        BlockPiece piece = _rig.Input.FirstPiece;
        piece.Count.ShouldBe(2);
        piece.Status.ShouldBe(BodyStatus.More);
        _rig.Input.Lend();
        _rig.Input.TakeBack(piece.Block, wasSent: true, backend: null);
        _rig.Rented.ShouldBe(0);
        _rig.Input.CanResend.ShouldBeFalse();
        _rig.Channel.Calls.ShouldBe(["receive"]);
        _rig.Channel.LentBlock.ShouldBeNull();
    }

    [Fact]
    public void Pieces_go_to_the_backend_and_ask_for_the_next_when_they_are_sent()
    {
        _rig.BeginBody(Http1InputRig.Length5);
        Block block = _rig.Fill("abc");
        _rig.Input.TryTake(block, Http1InputRig.Front, 3, _rig.Exchange).ShouldBeTrue();
        _rig.Backend.Calls[^1].ShouldBe("body 3");
        _rig.Rented.ShouldBe(1);
        _rig.Channel.Calls.ShouldBeEmpty();
        _rig.Input.TakeBack(block, wasSent: true, backend: null);
        _rig.Channel.Calls.ShouldBe(["receive"]);
        _rig.Rented.ShouldBe(0);
        _rig.Channel.EndReceive();
        block = _rig.Fill("de");
        _rig.Input.TryTake(block, Http1InputRig.Front, 2, _rig.Exchange).ShouldBeTrue();
        _rig.Input.IsWhole.ShouldBeTrue();
        _rig.Input.TakeBack(block, wasSent: true, backend: null);
        _rig.Rented.ShouldBe(0);
        _rig.Channel.Calls.ShouldBe(["receive", "receive"]); // the second for what comes ahead
    }

    [Fact]
    public void A_piece_that_could_not_be_sent_only_gives_its_block_back()
    {
        _rig.BeginBody(Http1InputRig.Length5);
        Block block = _rig.Fill("abc");
        _rig.Input.TryTake(block, Http1InputRig.Front, 3, _rig.Exchange).ShouldBeTrue();
        _rig.Input.TakeBack(block, wasSent: false, backend: null);
        _rig.Rented.ShouldBe(0);
        _rig.Channel.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void A_piece_of_framing_alone_asks_for_the_next_at_once()
    {
        _rig.BeginBody(Http1InputRig.Chunked);
        Block block = _rig.Fill("0\r\nTe");
        _rig.Input.TryTake(block, Http1InputRig.Front, 5, _rig.Exchange).ShouldBeTrue();
        _rig.Backend.Calls[^1].ShouldBe("body 3");
        _rig.Input.TakeBack(block, wasSent: true, backend: null);
        _rig.Channel.EndReceive();
        int sent = _rig.Backend.Calls.Count;
        _rig.Input.TryTake(_rig.Fill("st"), Http1InputRig.Front, 2, _rig.Exchange).ShouldBeTrue();
        _rig.Backend.Calls.Count.ShouldBe(sent);
        _rig.Channel.Calls[^1].ShouldBe("receive");
        _rig.Channel.IsReceiving.ShouldBeTrue();
        _rig.Rented.ShouldBe(0);
    }

    [Fact]
    public void A_malformed_piece_is_refused_and_its_block_given_back()
    {
        _rig.BeginBody(Http1InputRig.Chunked);
        _rig.Input.TryTake(_rig.Fill("zz\r\n"), Http1InputRig.Front, 4, _rig.Exchange)
            .ShouldBeFalse();
        _rig.Facts.Outcome.Status.ShouldBe(400);
        _rig.Rented.ShouldBe(0);
        _rig.Input.IsWhole.ShouldBeFalse();
        _rig.Input.TryTake(_rig.Fill("more"), Http1InputRig.Front, 4, _rig.Exchange).ShouldBeTrue(); // nobody wants it
        _rig.Rented.ShouldBe(0);
        _rig.Input.HasUnread.ShouldBeFalse();
    }

    [Fact]
    public void A_body_for_a_backend_that_takes_no_more_is_thrown_away()
    {
        _rig.BeginBody(Http1InputRig.Length5);
        _rig.Facts.Request.IsCut = true;
        int calls = _rig.Backend.Calls.Count;
        _rig.Input.TryTake(_rig.Fill("abcde"), Http1InputRig.Front, 5, _rig.Exchange)
            .ShouldBeTrue();
        _rig.Rented.ShouldBe(0);
        _rig.Backend.Calls.Count.ShouldBe(calls);
        _rig.Input.IsWhole.ShouldBeFalse();
        _rig.Channel.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void More_of_a_head_that_was_refused_is_put_behind_it()
    {
        _rig.Input.Begin();
        Block block = _rig.Append("GET / ");
        _rig.Input.TryTake(block, Http1InputRig.Front + 6, 2, _rig.Exchange).ShouldBeTrue();
        _rig.Input.UnreadCount.ShouldBe(8);
        _rig.Rented.ShouldBe(1);
    }

    [Fact]
    public void A_receive_that_ends_without_bytes_brings_the_heads_block_back()
    {
        Block block = _rig.Append("GET / ");
        _rig.Input.ReceiveHead();
        _rig.Input.OnReceiveEnded(block);
        _rig.Input.IsLent.ShouldBeFalse();
        _rig.Rented.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Another_receive_that_ends_says_nothing_of_a_block_that_is_with_the_backend(
        bool hasPipe
    )
    {
        _rig.Services.Blocks.OpenPipe = () => new Block(new FakePipe());
        _rig.Take(Http1Rig.Get, "").ShouldBeTrue();
        _rig.Input.Lend();
        Block? pipe = null;
        if (hasPipe)
        {
            _rig.Services.Blocks.TryRentPipe(out pipe).ShouldBeTrue();
        }

        _rig.Input.OnReceiveEnded(pipe);
        _rig.Input.IsLent.ShouldBeTrue();
        _rig.Services.Blocks.RentedPipeCount.ShouldBe(0);
        _rig.Rented.ShouldBe(1);
    }
}
