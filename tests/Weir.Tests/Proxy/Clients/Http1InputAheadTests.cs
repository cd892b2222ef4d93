// What a client sent ahead of its turn: kept for the next request, lost with a backend, or passed to another protocol.
using Shouldly;
using Weir.Proxy.Bodies;
using Weir.Proxy.Io;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class Http1InputAheadTests
{
    private readonly Http1InputRig _rig = new();

    [Theory]
    [InlineData(Http1Rig.Get, "GET", false)]
    [InlineData(Http1InputRig.Length5, "ab", false)]
    [InlineData(Http1Rig.Get, "", true)]
    public void Nothing_is_received_ahead_of_a_body_or_behind_what_is_ahead_or_a_fin(
        string head,
        string rest,
        bool hasEnded
    )
    {
        _rig.Take(head, rest).ShouldBeTrue();
        if (hasEnded)
        {
            _rig.Input.OnFin();
        }

        _rig.Input.ReceiveAhead();
        _rig.Channel.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void A_request_that_is_followed_by_another_keeps_its_block()
    {
        _rig.Take(Http1Rig.Get, "GET").ShouldBeTrue();
        _rig.Input.HasUnread.ShouldBeTrue();
        _rig.Input.ForgetSent();
        _rig.Rented.ShouldBe(1);
        _rig.Input.TurnToNext();
        Wire.Text(_rig.Input.Unread).ShouldBe("GET");
        _rig.Rented.ShouldBe(1);
        _rig.Input.Begin();
        _rig.Input.IsWhole.ShouldBeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_stands_behind_the_last_piece_is_the_next_request(bool wasSent)
    {
        _rig.BeginBody(Http1InputRig.Length5);
        Block block = _rig.Fill("abcdeGET");
        _rig.Input.TryTake(block, Http1InputRig.Front, 8, _rig.Exchange).ShouldBeTrue();
        _rig.Backend.Calls[^1].ShouldBe("body 5");
        _rig.Input.HasUnread.ShouldBeTrue();
        _rig.Input.TakeBack(block, wasSent, backend: null);
        _rig.Channel.Calls.ShouldBeEmpty();
        _rig.Input.HasUnread.ShouldBeTrue();
        _rig.Input.UnreadCount.ShouldBe(0); // it is another's turn
        _rig.Input.TurnToNext();
        Wire.Text(_rig.Input.Unread).ShouldBe("GET");
        _rig.Rented.ShouldBe(1);
    }

    [Fact]
    public void What_comes_during_a_whole_request_is_the_beginning_of_the_next()
    {
        _rig.Take(Http1Rig.Get, "").ShouldBeTrue();
        _rig.Input.TryTake(_rig.Fill("GET /2"), Http1InputRig.Front, 6, _rig.Exchange)
            .ShouldBeTrue();
        _rig.Input.HasUnread.ShouldBeTrue();
        _rig.Input.UnreadCount.ShouldBe(0);
        _rig.Rented.ShouldBe(2);
        _rig.Input.TurnToNext();
        Wire.Text(_rig.Input.Unread).ShouldBe("GET /2");
        _rig.Rented.ShouldBe(1);
        _rig.Input.Release();
        _rig.Rented.ShouldBe(0);
        _rig.Input.HasUnread.ShouldBeFalse();
    }

    [Fact]
    public void Both_blocks_go_back_when_the_connection_closes()
    {
        _rig.Take(Http1Rig.Get, "").ShouldBeTrue();
        _rig.Input.TryTake(_rig.Fill("GET /2"), Http1InputRig.Front, 6, _rig.Exchange)
            .ShouldBeTrue();
        _rig.Input.Release();
        _rig.Rented.ShouldBe(0);
        _rig.Input.Clear();
    }

    [Theory]
    [InlineData("GET", true, true)]
    [InlineData("", true, false)]
    [InlineData("GET", false, false)]
    public void What_was_lent_to_a_backend_that_closes_is_lost_with_what_stands_behind_it(
        string ahead,
        bool isLent,
        bool isLost
    )
    {
        _rig.Take(Http1Rig.Get, ahead).ShouldBeTrue();
        if (isLent)
        {
            _rig.Input.Lend();
        }

        _rig.Input.OnBackendClosing();
        _rig.Input.HasLost.ShouldBe(isLost);
        _rig.Input.CanResend.ShouldBe(!isLent);
        _rig.Input.UnreadCount.ShouldBe(isLent ? 0 : 3);
        _rig.Input.OnBackendClosing();
        _rig.Input.HasLost.ShouldBe(isLost);
    }

    [Fact]
    public void A_tail_is_lost_with_the_backend_that_has_its_block()
    {
        _rig.BeginBody(Http1InputRig.Length5);
        _rig.Input.TryTake(_rig.Fill("abcdeGET"), Http1InputRig.Front, 8, _rig.Exchange)
            .ShouldBeTrue();
        _rig.Input.OnBackendClosing();
        _rig.Input.HasLost.ShouldBeTrue();
        _rig.Input.HasUnread.ShouldBeFalse();
    }

    [Theory]
    [InlineData("hello", true)]
    [InlineData("", false)]
    public void What_is_ahead_of_another_protocol_is_taken_out(string ahead, bool isThere)
    {
        _rig.Take(Http1Rig.Get, ahead).ShouldBeTrue();
        _rig.Input.TryTakeAhead(out BlockPiece piece).ShouldBe(isThere);
        _rig.Input.UnreadCount.ShouldBe(0);
        if (isThere)
        {
            Wire.Text(piece.Block.Bytes.AsSpan(piece.Start, piece.Count)).ShouldBe(ahead);
            piece.Status.ShouldBe(BodyStatus.More);
            _rig.Services.Blocks.Return(piece.Block);
        }

        _rig.Rented.ShouldBe(0);
        _rig.Input.Clear();
    }

    [Fact]
    public void An_input_that_still_has_bytes_cannot_be_another_clients()
    {
        _rig.Take(Http1Rig.Get, "").ShouldBeTrue();
        Should
            .Throw<InvalidOperationException>(_rig.Input.Clear)
            .Message.ShouldBe("a client's input was given back that still holds bytes");
        _rig.Input.TryTake(_rig.Fill("GET"), Http1InputRig.Front, 3, _rig.Exchange);
        _rig.Input.ForgetSent();
        Should.Throw<InvalidOperationException>(_rig.Input.Clear);
    }

    [Fact]
    public void The_next_client_begins_anew()
    {
        _rig.Take(Http1Rig.Get, "x").ShouldBeTrue();
        _rig.Input.Lend();
        _rig.Input.OnBackendClosing();
        _rig.Input.OnFin();
        _rig.Input.Clear();
        _rig.Input.HasLost.ShouldBeFalse();
        _rig.Input.HasEnded.ShouldBeFalse();
        _rig.Input.IsWhole.ShouldBeFalse();
        var other = new FakeChannel();
        _rig.Input.Attach(other);
        _rig.Input.Begin();
        _rig.Input.ReceiveHead();
        other.Calls.ShouldBe(["receive"]);
    }
}
