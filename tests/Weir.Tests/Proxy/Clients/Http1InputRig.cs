// A client's input over a channel that is the test's, and an exchange whose sides are, too.
using Shouldly;
using Weir.Configuration;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Clients;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Io;
using Weir.Proxy.Sessions;
using Weir.Tests.Protocol;
using Weir.Tests.Proxy.Exchanges;
using Weir.Tests.Proxy.Io;

namespace Weir.Tests.Proxy.Clients;

internal sealed class Http1InputRig
{
    public const int Front = Limits.BlockHeadroomBytes;
    public const string Length5 = "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n";
    public const string Chunked = "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    private readonly ExchangeRig _rig = new();
    private int _before;

    public Http1InputRig()
    {
        Input = new Http1Input(Services);
        Input.Attach(Channel);
    }

    public Http1Input Input { get; }

    public FakeChannel Channel { get; } = new();

    public Exchange Exchange => _rig.Exchange;

    public ExchangeFacts Facts => _rig.Facts;

    public FakeBackendStream Backend => _rig.Backend;

    public SessionServices Services => _rig.Test.Services;

    /// <summary>Blocks that the input has, or lent.</summary>
    public int Rented => Services.Blocks.RentedCount - _before;

    /// <summary>A head is taken, with what came along; false where it is refused.</summary>
    public bool Take(string head, string rest)
    {
        Input.Begin();
        Append(head + rest);
        RequestHeadParser
            .Parse(Input.Unread, Wire.Limits, Facts.Received.Head)
            .Status.ShouldBe(ParseStatus.Complete);
        return Input.TryTakeHead(head.Length, Facts);
    }

    /// <summary>A backend is there, and the head has gone to it.</summary>
    public void BeginBody(string head)
    {
        _rig.Ask(isWhole: false).Connect();
        Exchange.TakesBody.ShouldBeTrue();
        _before = Services.Blocks.RentedCount; // the other side's
        Take(head, "").ShouldBeTrue();
        Block block = Input.FirstPiece.Block;
        Input.Lend();
        Input.TakeBack(block, wasSent: true, backend: null);
        Channel.EndReceive();
        Channel.Calls.Clear();
        Rented.ShouldBe(0);
    }

    /// <summary>Bytes of a head come.</summary>
    public Block Append(string text)
    {
        Block block = Fill(text);
        Input.Append(block, Front, text.Length);
        return block;
    }

    /// <summary>A block with these bytes behind its headroom.</summary>
    public Block Fill(string text)
    {
        Services.Blocks.TryRent(out Block? block).ShouldBeTrue();
        Wire.Bytes(text).CopyTo(block.ShouldNotBeNull().Bytes, Front);
        return block;
    }
}
