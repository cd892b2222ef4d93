// What goes to a client, by its version and by what was said of its connection.
using Shouldly;
using Weir.Configuration;
using Weir.Protocol.Http;
using Weir.Proxy.Bodies;
using Weir.Proxy.Clients;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Io;
using Weir.Tests.Proxy.Sessions;
using Xunit;

namespace Weir.Tests.Proxy.Clients;

public sealed class Http1OutputTests
{
    private const string Length = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n";
    private const string Chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string UntilClose = "HTTP/1.1 200 OK\r\n\r\n";

    private readonly TestServices _test = new();
    private readonly FakeChannel _channel = new FakeChannel().WithBytesSent(100);
    private readonly Http1Output _output;

    public Http1OutputTests()
    {
        _output = new Http1Output(_test.Services, new Http1ResponseWriter(_test.Services));
        _output.Begin(_channel);
    }

    [Fact]
    public void A_request_begins_as_http_1_1_that_has_sent_nothing()
    {
        _output.MinorVersion.ShouldBe(1);
        _output.KeepsAlive.ShouldBeFalse();
        _output.HasToldClose.ShouldBeFalse();
        _output.BytesSent(_channel).ShouldBe(0);
        _channel.WithBytesSent(130);
        _output.BytesSent(_channel).ShouldBe(30);
    }

    [Fact]
    public void What_the_request_says_holds_until_the_next_begins()
    {
        Read(0, keepAlive: true);
        _output.MinorVersion.ShouldBe(0);
        _output.KeepsAlive.ShouldBeTrue();
        Write(UntilClose, mustClose: true);
        _output.HasToldClose.ShouldBeTrue();
        _channel.WithBytesSent(130);
        _output.Begin(_channel);
        CheckNothingIsLeft(130);
    }

    [Fact]
    public void The_next_client_begins_anew()
    {
        Read(0, keepAlive: true);
        Write(UntilClose, mustClose: true);
        _output.Clear();
        CheckNothingIsLeft(0);
    }

    [Theory]
    [InlineData(1, BodyKind.None, "None")]
    [InlineData(1, BodyKind.ContentLength, "None")]
    [InlineData(1, BodyKind.Chunked, "None")]
    [InlineData(1, BodyKind.UntilClose, "Chunk")]
    [InlineData(0, BodyKind.ContentLength, "None")]
    [InlineData(0, BodyKind.Chunked, "Dechunk")]
    [InlineData(0, BodyKind.UntilClose, "None")]
    public void A_body_is_framed_as_the_client_knows_it(int minor, BodyKind body, string transform)
    {
        Read(minor, keepAlive: true);
        _output.TransformOf(body).ToString().ShouldBe(transform);
    }

    [Theory]
    [InlineData(1, Length, false, "Content-Length: 2\r\n")]
    [InlineData(1, Length, true, "Content-Length: 2\r\nConnection: close\r\n")]
    [InlineData(1, Chunked, false, "Transfer-Encoding: chunked\r\n")]
    [InlineData(1, UntilClose, false, "Transfer-Encoding: chunked\r\n")]
    [InlineData(1, UntilClose, true, "Transfer-Encoding: chunked\r\nConnection: close\r\n")]
    [InlineData(0, Length, false, "Content-Length: 2\r\nConnection: keep-alive\r\n")]
    [InlineData(0, Length, true, "Content-Length: 2\r\nConnection: close\r\n")]
    [InlineData(0, Chunked, false, "Connection: close\r\n")]
    [InlineData(0, UntilClose, false, "Connection: close\r\n")]
    public void A_head_says_how_the_body_and_the_connection_end(
        int minor,
        string head,
        bool mustClose,
        string fields
    )
    {
        Read(minor, keepAlive: !mustClose);
        Write(head, mustClose).ShouldBe($"HTTP/1.1 200 OK\r\n{fields}\r\n");
        _output.HasToldClose.ShouldBe(fields.EndsWith("close\r\n", StringComparison.Ordinal));
    }

    [Fact]
    public void A_change_of_protocol_keeps_its_upgrade()
    {
        Read(1, keepAlive: true);
        Write("HTTP/1.1 101 Go\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n")
            .ShouldBe("HTTP/1.1 101 Go\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n");
        Write("HTTP/1.1 200 OK\r\nUpgrade: x\r\nContent-Length: 0\r\n\r\n")
            .ShouldBe("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }

    [Fact]
    public void An_interim_head_says_nothing_of_the_connection()
    {
        Read(1, keepAlive: false);
        Write("HTTP/1.1 103 Hints\r\nA: b\r\n\r\n", mustClose: true)
            .ShouldBe("HTTP/1.1 103 Hints\r\nA: b\r\n\r\n");
        _output.HasToldClose.ShouldBeFalse();
    }

    [Theory]
    [InlineData(38, true)]
    [InlineData(37, false)]
    public void A_head_goes_out_with_the_bytes_behind_it_where_there_is_room(int start, bool fits)
    {
        Length.Length.ShouldBe(38);
        Read(1, keepAlive: true);
        TryWrite(Length, false).ShouldBeTrue();
        Block block = Rent();
        "hi"u8.CopyTo(block.Bytes.AsSpan(start));
        _output
            .TrySendHead(_channel, new BlockPiece(block, start, 2, BodyStatus.Complete))
            .ShouldBe(fits);
        Wire.Text(_channel.Sent).ShouldBe(fits ? Length + "hi" : "");
    }

    [Theory]
    [InlineData(1, UntilClose, "0\r\n\r\n")]
    [InlineData(1, Chunked, "")]
    [InlineData(1, Length, "")]
    [InlineData(0, UntilClose, "")]
    public void A_body_that_was_chunked_here_ends_in_a_last_chunk(
        int minor,
        string head,
        string end
    )
    {
        Read(minor, keepAlive: true);
        TryWrite(head, false);
        _output.TryEndBody(_channel).ShouldBeTrue();
        Wire.Text(_channel.Sent).ShouldBe(end);
        _test.Services.Blocks.RentedCount.ShouldBe(end.Length == 0 ? 0 : 1);
    }

    [Fact]
    public void Without_a_block_there_is_no_last_chunk_and_no_failure()
    {
        Read(1, keepAlive: true);
        TryWrite(UntilClose, false);
        while (_test.Services.Blocks.TryRent(out _)) { }
        _output.TryEndBody(_channel).ShouldBeFalse();
        var facts = new ExchangeFacts();
        facts.Fail(FailureCode.NoRoute, "");
        _output.TrySendFailure(_channel, facts, mustClose: false).ShouldBeFalse();
        _channel.Calls.ShouldBeEmpty();
        facts.Response.Status.ShouldBe(0);
    }

    [Theory]
    [InlineData("NoRoute", false, false)]
    [InlineData("NoRoute", true, true)]
    [InlineData("HttpRequestError", false, true)]
    public void A_failure_closes_where_it_must(string code, bool mustClose, bool closes)
    {
        var facts = new ExchangeFacts();
        facts.Fail(Enum.Parse<FailureCode>(code), "");
        _output.TrySendFailure(_channel, facts, mustClose).ShouldBeTrue();
        _output.HasToldClose.ShouldBe(closes);
        string text = Wire.Text(_channel.Sent);
        text.Contains("\r\nConnection: close\r\n", StringComparison.Ordinal).ShouldBe(closes);
        facts.Response.Status.ShouldBe(facts.Outcome.Status);
        text.ShouldStartWith($"HTTP/1.1 {facts.Outcome.Status} ");
        facts.Response.OwnContentBytes.ShouldBe(Http1Rig.Body(text).Length);
    }

    [Fact]
    public void A_cut_that_shows_is_due_once_nothing_is_sent()
    {
        _channel.HasUnacknowledged = true;
        _output.IsCutDue(_channel, showsCut: true).ShouldBeTrue();
        _channel.Send(Rent(), 0, 1);
        _output.IsCutDue(_channel, showsCut: true).ShouldBeFalse();
    }

    [Fact]
    public void A_cut_that_does_not_show_waits_for_the_client_but_not_for_ever()
    {
        _output.IsCutDue(_channel, showsCut: false).ShouldBeTrue();
        _channel.HasUnacknowledged = true;
        Looks().ShouldBe(Limits.LateResetLooks);
        _output.Clear();
        Looks().ShouldBe(Limits.LateResetLooks);
    }

    private int Looks()
    {
        int looks = 0;
        while (!_output.IsCutDue(_channel, showsCut: false))
        {
            looks++;
        }

        return looks;
    }

    private void CheckNothingIsLeft(long sent)
    {
        _output.MinorVersion.ShouldBe(1);
        _output.KeepsAlive.ShouldBeFalse();
        _output.HasToldClose.ShouldBeFalse();
        _output.BytesSent(_channel.WithBytesSent(sent + 7)).ShouldBe(7);
        _output.TryEndBody(_channel).ShouldBeTrue();
        _channel.Sent.ShouldBeEmpty();
    }

    private void Read(int minor, bool keepAlive) =>
        _output.OnRead(new RequestReading { MinorVersion = minor, KeepAlive = keepAlive });

    private bool TryWrite(string head, bool mustClose)
    {
        _test.Services.Edits.Clear();
        return _output.TryWriteHead(
            Wire.ValidResponse(head),
            Wire.Bytes(head),
            _test.Services.Edits,
            mustClose
        );
    }

    private string Write(string head, bool mustClose = false)
    {
        TryWrite(head, mustClose).ShouldBeTrue();
        var channel = new FakeChannel();
        Block block = Rent();
        _output
            .TrySendHead(channel, new BlockPiece(block, 2048, 0, BodyStatus.More))
            .ShouldBeTrue();
        _test.Services.Blocks.Return(block);
        return Wire.Text(channel.Sent);
    }

    private Block Rent()
    {
        _test.Services.Blocks.TryRent(out Block? block).ShouldBeTrue();
        return block.ShouldNotBeNull();
    }
}
