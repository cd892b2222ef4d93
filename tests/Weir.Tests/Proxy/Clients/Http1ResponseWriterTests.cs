// What writes responses: heads in front of what stands in a block, and whole responses of our own.
using Shouldly;
using Weir.Configuration;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Clients;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Sessions;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Sessions;
using Xunit;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Proxy.Clients;

public sealed class Http1ResponseWriterTests
{
    private const string Head = "HTTP/1.1 204 Fine\r\nA: b\r\n\r\n";

    private readonly TestServices _test = new();
    private readonly Http1ResponseWriter _writer;
    private readonly Block _block;

    public Http1ResponseWriterTests()
    {
        _writer = new Http1ResponseWriter(_test.Services);
        _test.Services.Blocks.TryRent(out Block? block).ShouldBeTrue();
        _block = block.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(27)]
    public void A_head_ends_where_the_bytes_begin_that_it_is_put_in_front_of(int end)
    {
        Head.Length.ShouldBe(27);
        Write(Head).ShouldBeTrue();
        _writer.Place(_block, end).ShouldBe(end - 27);
        Wire.Text(_block.Bytes.AsSpan(end - 27, 27)).ShouldBe(Head);
    }

    [Fact]
    public void Without_room_in_front_nothing_is_written()
    {
        Write(Head).ShouldBeTrue();
        _block.Bytes.AsSpan().Fill((byte)'.');
        _writer.Place(_block, 26).ShouldBe(-1);
        _block.Bytes.ShouldAllBe(b => b == (byte)'.');
    }

    [Fact]
    public void A_head_longer_than_a_block_cannot_be_written()
    {
        Write($"HTTP/1.1 204 Fine\r\nA: {new string('b', Limits.BlockBytes)}\r\n\r\n")
            .ShouldBeFalse();
        Write(Head).ShouldBeTrue();
    }

    [Fact]
    public void Edits_and_framing_are_written()
    {
        ResponseHead head = Wire.ValidResponse(Head);
        _test.Services.Edits.Clear();
        _test.Services.Edits.Add(FieldName.Via, "1.1 w"u8);
        _writer
            .TryWrite(head, Wire.Bytes(Head), _test.Services.Edits, new() { Close = true })
            .ShouldBeTrue();
        int start = _writer.Place(_block, 2048);
        Wire.Text(_block.Bytes.AsSpan(start, 2048 - start))
            .ShouldBe("HTTP/1.1 204 Fine\r\nA: b\r\nConnection: close\r\nVia: 1.1 w\r\n\r\n");
    }

    [Fact]
    public void A_response_of_our_own_tells_its_failure()
    {
        ExchangeFacts facts = Failed(FailureCode.NoRoute);
        facts.Received.SetRequestId("id-1"u8, _test.Services.Rng);
        const string Content = "404 Not Found (no_route, destination_not_found, request id-1)\n";
        Failure(facts, closes: false, out int content)
            .ShouldBe(
                "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain; charset=utf-8\r\n"
                    + $"Content-Length: {Content.Length}\r\nProxy-Status: weir; error=destination_not_found\r\n"
                    + "X-Request-Id: id-1\r\n\r\n"
                    + Content
            );
        content.ShouldBe(Content.Length);
    }

    [Fact]
    public void A_failure_that_may_pass_says_when_to_come_again_and_a_connection_that_ends_says_so()
    {
        string text = Failure(
            Failed(FailureCode.ConnectionLimitReached),
            closes: true,
            out int content
        );
        text.ShouldStartWith("HTTP/1.1 503 Service Unavailable\r\n");
        text.ShouldContain("\r\nRetry-After: 1\r\nConnection: close\r\n\r\n");
        Http1Rig.Body(text).ShouldBe("503 Service Unavailable (connection_limit_reached)\n");
        content.ShouldBe(51);
    }

    [Fact]
    public void Who_asked_for_a_head_gets_no_content()
    {
        ExchangeFacts facts = Failed(FailureCode.NoRoute);
        facts.Request.Method = HttpMethod.Head;
        string text = Failure(facts, closes: false, out int content);
        text.ShouldEndWith("\r\n\r\n");
        Http1Rig.Body(text).ShouldBe("");
        content.ShouldBe(0);
    }

    [Fact]
    public void A_status_of_its_own_and_the_date_are_told()
    {
        var facts = new ExchangeFacts();
        facts.Fail(FailureCode.HttpRequestError, "", 431);
        var dated = new Http1ResponseWriter(
            new SessionServices
            {
                Index = 0,
                Reactor = _test.Reactor,
                Counters = _test.Counters,
                Deadlines = _test.Deadlines,
                Events = _test.Events,
                Rng = _test.Services.Rng,
                Balancers = _test.Services.Balancers,
                Pool = _test.Services.Pool,
                Date = new HttpDate(text => text.AsSpan().Fill((byte)'d')),
            }
        );
        (int length, _) = dated.WriteFailure(_block, facts, closes: true);
        Wire.Text(_block.Bytes.AsSpan(0, length))
            .ShouldStartWith(
                $"HTTP/1.1 431 Request Header Fields Too Large\r\nDate: {new string('d', 29)}\r\n"
            );
    }

    private static ExchangeFacts Failed(FailureCode code)
    {
        var facts = new ExchangeFacts();
        facts.Fail(code, "");
        return facts;
    }

    private bool Write(string head)
    {
        var parsed = new ResponseHead();
        byte[] source = Wire.Bytes(head);
        ResponseHeadParser
            .Parse(source, new HeadLimits(100_000, 100), HttpMethod.Get, parsed)
            .Status.ShouldBe(ParseStatus.Complete);
        _test.Services.Edits.Clear();
        return _writer.TryWrite(parsed, source, _test.Services.Edits, default);
    }

    private string Failure(ExchangeFacts facts, bool closes, out int content)
    {
        (int length, content) = _writer.WriteFailure(_block, facts, closes);
        return Wire.Text(_block.Bytes.AsSpan(0, length));
    }
}
