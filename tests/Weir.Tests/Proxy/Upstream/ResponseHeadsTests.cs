// Heads of a response gathered piece by piece: whole or not, interim or final, what is asked for next and whose block they stand in.
using Shouldly;
using Weir.Configuration;
using Weir.Protocol.Http;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Io;
using Weir.Proxy.Upstream;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Io;
using Xunit;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Proxy.Upstream;

public sealed class ResponseHeadsTests
{
    private const string Final = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
    private const string Hints = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
    private const int First = Limits.BlockHeadroomBytes;

    private readonly BlockPool _blocks = new(Limits.BlockBytes, 4);
    private readonly FakeChannel _channel = new();
    private readonly ResponseHead _head = new();
    private readonly Block _block;
    private ResponseHeads _heads;
    private int _end = First;

    public ResponseHeadsTests()
    {
        _blocks.TryRent(out Block? block).ShouldBeTrue();
        _block = block;
    }

    [Fact]
    public void Without_a_byte_there_is_no_head_and_no_problem()
    {
        Read().ShouldBe(ResponseRead.More);
        _heads.HasAny.ShouldBeFalse();
        _heads.Source.Length.ShouldBe(0);
        _heads.Problem.ShouldBeNull();
        _heads.KeepsAlive.ShouldBeFalse();
        _heads.IsIn(_block).ShouldBeFalse();
    }

    [Fact]
    public void A_head_in_one_piece_is_final_and_has_its_bytes_as_source()
    {
        Append(Final + "ok");
        _heads.HasAny.ShouldBeTrue();
        _heads.IsIn(_block).ShouldBeTrue();
        Read().ShouldBe(ResponseRead.Final);
        _head.StatusCode.ShouldBe(200);
        _head.ContentLength.ShouldBe(2);
        _heads.KeepsAlive.ShouldBeTrue();
        _heads.Problem.ShouldBe("");
        Wire.Text(_heads.Source).ShouldBe(Final + "ok");
    }

    [Fact]
    public void A_head_byte_by_byte_is_more_up_to_its_last_byte()
    {
        foreach (char c in Final[..^1])
        {
            Append(c.ToString());
            Read().ShouldBe(ResponseRead.More);
        }

        Append(Final[^1..]);
        Read().ShouldBe(ResponseRead.Final);
    }

    [Theory]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", "Interim")]
    [InlineData("HTTP/1.1 103 Early Hints\r\n\r\n", "Interim")]
    [InlineData(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        "Switching"
    )]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", "Final")]
    [InlineData("HTTP/1.1 599 ?\r\n\r\n", "Final")]
    [InlineData("HTTP/1.1 700 ?\r\n\r\n", "Invalid")]
    public void The_status_says_what_kind_of_head_it_is(string head, string read)
    {
        Append(head);
        Read().ToString().ShouldBe(read);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", false)]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", false)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n", true)]
    public void The_head_says_whether_the_connection_is_kept(string head, bool isKept)
    {
        Append(head);
        Read().ShouldBe(ResponseRead.Final);
        _heads.KeepsAlive.ShouldBe(isKept);
    }

    [Theory]
    [InlineData("NTLM", true)]
    [InlineData("Negotiate", true)]
    [InlineData("Basic realm=x", false)]
    public void The_head_says_whether_the_connection_becomes_authenticated(string with, bool does)
    {
        Append($"HTTP/1.1 401 Who\r\nWWW-Authenticate: {with}\r\nContent-Length: 0\r\n\r\n");
        _heads.OffersConnectionAuth.ShouldBeFalse();
        Read();
        _heads.OffersConnectionAuth.ShouldBe(does);
    }

    [Fact]
    public void What_is_no_head_is_invalid_and_the_problem_says_why()
    {
        Append("SSH-2.0\r\n");
        Read().ShouldBe(ResponseRead.Invalid);
        _heads.Problem.ShouldBe("not an HTTP/1.x status line");
        _heads.KeepsAlive.ShouldBeFalse();
    }

    [Fact]
    public void A_response_without_a_body_is_told_by_the_method_of_its_request()
    {
        Append(Final);
        Read(HttpMethod.Head).ShouldBe(ResponseRead.Final);
        _head.Body.ShouldBe(BodyKind.None);
        Read().ShouldBe(ResponseRead.Final);
        _head.Body.ShouldBe(BodyKind.ContentLength);
    }

    [Fact]
    public void A_head_of_the_greatest_length_is_read()
    {
        string start = "HTTP/1.1 200 OK\r\na: ";
        Append(
            start + new string('x', Limits.MaxResponseHeadBytes - start.Length - 4) + "\r\n\r\n"
        );
        Read().ShouldBe(ResponseRead.Final);
        _heads.Source.Length.ShouldBe(Limits.MaxResponseHeadBytes);
    }

    [Fact]
    public void A_head_that_is_longer_is_refused()
    {
        string start = "HTTP/1.1 200 OK\r\na: ";
        Append(start + new string('x', Limits.MaxResponseHeadBytes - start.Length - 1));
        Read().ShouldBe(ResponseRead.More);
        Append("x");
        Read().ShouldBe(ResponseRead.Invalid);
        _heads.Problem.ShouldBe("response head too large");
    }

    [Fact]
    public void The_first_bytes_are_asked_for_without_a_block()
    {
        _heads.Receive(_channel, _blocks);
        _channel.Calls.ShouldBe(["receive"]);
        _channel.LentBlock.ShouldBeNull();
        _channel.LentOffset.ShouldBe(0);
        _heads.Receive(_channel, _blocks);
        _channel.Calls.Count.ShouldBe(1); // it is being asked for
    }

    [Fact]
    public void The_rest_of_a_head_is_asked_for_right_behind_what_has_come()
    {
        Append("HTTP/1.1 2");
        _heads.Receive(_channel, _blocks);
        _channel.LentBlock.ShouldBe(_block);
        _channel.LentOffset.ShouldBe(First + 10);
        _heads.Release(_blocks);
        _blocks.RentedCount.ShouldBe(1); // the engine has it
    }

    [Fact]
    public void A_block_is_not_lent_while_a_receive_is_under_way_already()
    {
        _channel.Receive();
        Append("HTTP/1.1 2");
        _heads.Receive(_channel, _blocks);
        _channel.Calls.Count.ShouldBe(1);
        _heads.Release(_blocks);
        _blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void A_block_that_came_back_can_be_let_go_and_so_can_one_that_was_filled()
    {
        Append("HTTP/1.1 2");
        _heads.Receive(_channel, _blocks);
        _heads.TakeBack();
        _heads.Release(_blocks);
        _blocks.RentedCount.ShouldBe(0);
        _heads.IsIn(_block).ShouldBeFalse();
        _heads.HasAny.ShouldBeFalse();
    }

    [Fact]
    public void Behind_a_skipped_interim_head_the_next_is_read()
    {
        Append(Hints + Final);
        Read().ShouldBe(ResponseRead.Interim);
        _heads.SkipInterim();
        Wire.Text(_heads.Source).ShouldBe(Final);
        Read().ShouldBe(ResponseRead.Final);
    }

    [Fact]
    public void An_interim_head_alone_leaves_no_block_but_is_an_answer()
    {
        Append(Hints);
        Read();
        _heads.SkipInterim();
        _heads.HasAny.ShouldBeTrue();
        Read().ShouldBe(ResponseRead.More);
        _heads.Receive(_channel, _blocks);
        _blocks.RentedCount.ShouldBe(0);
        _channel.LentBlock.ShouldBeNull();
        _heads.HasAny.ShouldBeTrue();
    }

    [Fact]
    public void A_lent_interim_head_keeps_its_block_until_it_comes_back()
    {
        Append(Hints + "HTTP");
        Read();
        BlockPiece piece = _heads.LendInterim();
        piece.ShouldBe(new BlockPiece(_block, First + Hints.Length, 0, BodyStatus.More));
        _heads.HasAny.ShouldBeTrue();
        Wire.Text(_heads.Source).ShouldBe("HTTP");
        _heads.IsIn(_block).ShouldBeTrue();
        _heads.Release(_blocks);
        _blocks.RentedCount.ShouldBe(1); // whoever sends it has it
    }

    [Fact]
    public void Once_it_came_back_it_is_let_go_with_the_rest()
    {
        Append(Hints + "HTTP");
        Read();
        _heads.LendInterim();
        _heads.TakeBack();
        _heads.Release(_blocks);
        _blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void The_final_head_gives_its_block_away_with_what_came_behind_it()
    {
        Append(Final + "ok");
        Read();
        _heads
            .TakeFinal()
            .ShouldBe(new BlockPiece(_block, First + Final.Length, 2, BodyStatus.More));
        _heads.IsIn(_block).ShouldBeFalse();
        _heads.HasAny.ShouldBeFalse();
        _heads.KeepsAlive.ShouldBeTrue(); // of the response whose body comes now
        _heads.Release(_blocks);
        _blocks.RentedCount.ShouldBe(1); // it is somebody else's
    }

    [Fact]
    public void A_head_that_meets_the_end_of_its_block_is_moved_to_the_front()
    {
        const int Limit = Limits.BlockBytes - Limits.BlockTailroomBytes;
        const string Part = "HTTP/1.1 2";
        _end = Limit - Part.Length;
        Append(Part);
        Read().ShouldBe(ResponseRead.More);
        _heads.Receive(_channel, _blocks);
        _channel.LentOffset.ShouldBe(First + Part.Length);
        _end = First + Part.Length;
        Append(Final[Part.Length..]);
        Read().ShouldBe(ResponseRead.Final);
    }

    [Fact]
    public void A_new_attempt_forgets_what_was_read()
    {
        Append(Hints + "SSH\r\n");
        Read();
        _heads.SkipInterim();
        Read().ShouldBe(ResponseRead.Invalid);
        _heads.Release(_blocks);
        _heads.HasAny.ShouldBeTrue();
        _heads.Begin();
        _heads.HasAny.ShouldBeFalse();
        _heads.Problem.ShouldBeNull();
    }

    private ResponseRead Read(HttpMethod method = HttpMethod.Get) => _heads.Read(method, _head);

    private void Append(string text)
    {
        byte[] bytes = Wire.Bytes(text);
        bytes.CopyTo(_block.Bytes, _end);
        _heads.Append(_block, _end, bytes.Length);
        _end += bytes.Length;
    }
}
