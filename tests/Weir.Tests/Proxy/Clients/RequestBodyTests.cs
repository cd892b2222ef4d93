// Where the pieces of a request's body are, what follows them, and when the request is whole or broken.
using Shouldly;
using Weir.Configuration;
using Weir.Protocol.Http1;
using Weir.Proxy.Bodies;
using Weir.Proxy.Clients;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Io;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Io;
using Weir.Tests.Proxy.Snapshots;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class RequestBodyTests
{
    private const int Front = Limits.BlockHeadroomBytes;
    private const string Length5 = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
    private const string Chunked =
        "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    private readonly BlockPool _blocks = new(Limits.BlockBytes, 4);
    private readonly FakeChannel _channel = new();
    private readonly ExchangeFacts _facts = new();
    private readonly Block _block;
    private RequestBody _body;

    public RequestBodyTests()
    {
        _facts.Begin(Listeners.Http(l => l with { MaxBodyBytes = 5 }), 1, 0);
        _block = Rent();
    }

    [Fact]
    public void A_request_goes_from_its_head_over_its_body_to_its_end()
    {
        _body.State.ShouldBe(Http1State.Idle);
        _body.BeginHead();
        _body.State.ShouldBe(Http1State.Head);
        Begin(Length5, "ab").ShouldBe(BodyStatus.More);
        _body.State.ShouldBe(Http1State.Body);
        _body.TryAccept(BodyStatus.More, _facts).ShouldBeTrue();
        _body.State.ShouldBe(Http1State.Body);
        _body.TryAccept(BodyStatus.Complete, _facts).ShouldBeTrue();
        _body.State.ShouldBe(Http1State.Done);
        _body.End();
        _body.State.ShouldBe(Http1State.Idle);
    }

    [Fact]
    public void A_body_that_breaks_the_protocol_or_is_too_large_breaks_the_request()
    {
        _body.BeginHead();
        Begin(Length5, "");
        _body.TryAccept(BodyStatus.Invalid, _facts).ShouldBeFalse();
        _body.State.ShouldBe(Http1State.Broken);
        _facts.Outcome.Status.ShouldBe(400);

        _body = default;
        _body.BeginHead();
        Begin(Chunked, "");
        BodyPiece piece = Take("6\r\nabcdef\r\n");
        _body.TryAccept(piece.Status, _facts).ShouldBeFalse();
        _body.State.ShouldBe(Http1State.Broken);
        _facts.Outcome.Status.ShouldBe(413);
    }

    [Fact]
    public void A_request_without_a_body_is_whole_at_once_and_leaves_the_bytes_behind_it()
    {
        _body.BeginHead();
        ByteBuffer bytes = Bytes("GET / HTTP/1.1");
        _body.Begin(Wire.ValidRequest(Http1Rig.Get), ref bytes).ShouldBe(BodyStatus.Complete);
        bytes.Count.ShouldBe(14);
        _body.First(_block).ShouldBe(new BlockPiece(_block, Front, 0, BodyStatus.Complete));
    }

    [Fact]
    public void A_body_of_which_nothing_has_come_has_an_empty_first_piece()
    {
        _body.BeginHead();
        Begin(Length5, "").ShouldBe(BodyStatus.More);
        _body.First(_block).ShouldBe(new BlockPiece(_block, Front, 0, BodyStatus.More));
    }

    [Theory]
    [InlineData("ab", 2, "More", 0)]
    [InlineData("abcde", 5, "Complete", 0)]
    [InlineData("abcdeGET", 5, "Complete", 3)]
    public void What_came_with_the_head_is_the_first_piece(
        string came,
        int count,
        string status,
        int left
    )
    {
        _body.BeginHead();
        ByteBuffer bytes = Bytes(came);
        _body.Begin(Wire.ValidRequest(Length5), ref bytes).ToString().ShouldBe(status);
        BlockPiece first = _body.First(_block);
        (first.Start, first.Count, first.Status.ToString()).ShouldBe((Front, count, status));
        first.Block.ShouldBe(_block);
        bytes.Count.ShouldBe(left);
        bytes.Start.ShouldBe(Front + count);
    }

    [Fact]
    public void What_stands_behind_the_last_piece_is_its_tail()
    {
        BeginBody(Length5);
        BodyPiece piece = Take("abcdeGET /");
        piece.ShouldBe(new BodyPiece(BodyStatus.Complete, Front, 5, 5));
        _body.TailCount.ShouldBe(5);
        ByteBuffer ahead = default;
        _body.TryTakeTail(_block, ref ahead).ShouldBeTrue();
        Wire.Text(ahead.Unread).ShouldBe("GET /");
        ahead.Block.ShouldBe(_block);
        _body.TailCount.ShouldBe(0);
        _body.TryTakeTail(_block, ref ahead).ShouldBeFalse();
    }

    [Fact]
    public void A_piece_that_is_all_body_has_no_tail()
    {
        BeginBody(Length5);
        Take("abc").Status.ShouldBe(BodyStatus.More);
        _body.TailCount.ShouldBe(0);
        Take("de").Status.ShouldBe(BodyStatus.Complete);
        _body.TailCount.ShouldBe(0);
        ByteBuffer ahead = default;
        _body.TryTakeTail(_block, ref ahead).ShouldBeFalse();
        ahead.Block.ShouldBeNull();
    }

    [Theory]
    [InlineData("zz\r\n")]
    [InlineData("1\r\nazz")]
    public void A_malformed_piece_has_no_tail(string piece)
    {
        BeginBody(Chunked);
        Take(piece).Status.ShouldBe(BodyStatus.Invalid);
        _body.TailCount.ShouldBe(0);
    }

    [Fact]
    public void A_tail_is_lost_with_its_block_once()
    {
        BeginBody(Length5);
        _body.LoseTail().ShouldBeFalse();
        Take("abcdeG");
        _body.LoseTail().ShouldBeTrue();
        _body.TailCount.ShouldBe(0);
        _body.LoseTail().ShouldBeFalse();
    }

    [Fact]
    public void The_pace_counts_the_waits_for_the_client_and_begins_anew_with_each_request()
    {
        BeginBody(Length5);
        _channel.WithBytesReceived(100);
        _body.Receive(_channel, 1);
        _channel.Calls.ShouldBe(["receive"]);
        IsTooSlow(20_000_001).ShouldBeFalse();
        _channel.EndReceive();
        Take("a", nowUs: 20_000_001);
        IsTooSlow(90_000_000).ShouldBeFalse(); // nobody waits
        _body.ReceiveNext(_channel, _block, _blocks, mayPipe: true, 50_000_000);
        _channel.Calls.Count.ShouldBe(2);
        _blocks.RentedCount.ShouldBe(0);
        IsTooSlow(60_000_000).ShouldBeFalse(); // 30 s in all
        IsTooSlow(60_000_001).ShouldBeTrue();
        _body.End();
        _body.BeginHead();
        IsTooSlow(60_000_001).ShouldBeFalse();
    }

    [Theory]
    [InlineData(true, true, 2_000_000, true)]
    [InlineData(true, false, 2_000_000, false)]
    [InlineData(false, true, 2_000_000, false)]
    [InlineData(true, true, 800_000, false)]
    public void Bulk_is_received_into_a_pipe_while_all_that_it_holds_is_body(
        bool isBulk,
        bool backendTakesPipes,
        int length,
        bool isPiped
    )
    {
        _blocks.OpenPipe = () => new Block(new FakePipe());
        _body.BeginHead();
        Begin($"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n", "");
        for (int i = 0; i < 5; i++)
        {
            _body.Take(_block, Front, 60_000, _blocks, 0);
        }

        if (!isBulk)
        {
            _body.BeginSending();
        }

        _body.ReceiveNext(_channel, _block, _blocks, backendTakesPipes, 0);
        _channel.Calls.ShouldBe([isPiped ? "receive into a pipe" : "receive"]);
    }

    private bool IsTooSlow(long nowUs) => _body.Pace.IsBodyTooSlow(_channel, 1000, nowUs);

    private Block Rent()
    {
        _blocks.TryRent(out Block? block).ShouldBeTrue();
        return block.ShouldNotBeNull();
    }

    private ByteBuffer Bytes(string text)
    {
        Wire.Bytes(text).CopyTo(_block.Bytes, Front);
        ByteBuffer bytes = default;
        bytes.Set(_block, Front, text.Length);
        return bytes;
    }

    private BodyStatus Begin(string head, string came)
    {
        ByteBuffer bytes = Bytes(came);
        return _body.Begin(Wire.ValidRequest(head), ref bytes);
    }

    private void BeginBody(string head)
    {
        _body.BeginHead();
        Begin(head, "");
    }

    private BodyPiece Take(string text, long nowUs = 0)
    {
        Wire.Bytes(text).CopyTo(_block.Bytes, Front);
        return _body.Take(_block, Front, text.Length, _blocks, nowUs);
    }
}
