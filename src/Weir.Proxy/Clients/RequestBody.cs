// The body of a request on its way from the client to the backend.
using Weir.Protocol.Http;
using Weir.Protocol.Http1;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Io;

namespace Weir.Proxy.Clients;

/// <summary>Follows one request from its first byte to its last, and says where its body's pieces are. Part of a client's input.</summary>
internal struct RequestBody
{
    private BodyTracker _tracker;
    private BulkGauge _bulk;
    private ClientPace _pace;
    private Http1State _state; // of the request
    private BodyPiece _first; // what came with the head
    private int _tailStart; // bytes of the next request behind the last piece, in its block
    private int _tailCount;

    public readonly Http1State State => _state;

    /// <summary>How many bytes of the next request are in a block that is lent to the backend.</summary>
    public readonly int TailCount => _tailCount;

    /// <summary>How the client keeps up.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ref ClientPace Pace => ref _pace;

    /// <summary>A request begins.</summary>
    public void BeginHead()
    {
        Http1States.Move(ref _state, Http1State.Head);
        _pace = default;
    }

    /// <summary>The head is whole: takes the bytes of the body that came along, and steps behind them.</summary>
    public BodyStatus Begin(RequestHead head, ref ByteBuffer bytes)
    {
        Http1States.Move(ref _state, Http1State.Body);
        BodyStatus status = _tracker.Begin(head.Body, head.ContentLength);
        _first =
            status == BodyStatus.More && bytes.Count > 0
                ? _tracker.Take(bytes.Block!.Bytes, bytes.Start, bytes.Count) // there are bytes in it
                : new BodyPiece(status, bytes.Start, 0, 0);
        bytes.Skip(_first.Consumed);
        return _first.Status;
    }

    /// <summary>Those bytes, in the block of the head.</summary>
    public readonly BlockPiece First(Block block) =>
        new(block, _first.SendStart, _first.SendCount, _first.Status);

    /// <summary>Takes the next bytes.</summary>
    public BodyPiece Take(Block block, int offset, int count, BlockPool blocks, long nowUs)
    {
        _pace.OnReceived(nowUs);
        _bulk.Note(block, count, blocks);
        BodyPiece piece = _tracker.Take(block.Bytes, offset, count);
        if (piece.SendCount > 0 && piece.Status != BodyStatus.Invalid)
        {
            (_tailStart, _tailCount) = (offset + piece.Consumed, count - piece.Consumed);
        }

        return piece;
    }

    /// <summary>The block is here again: what is behind the last piece is taken out of it, if anything is.</summary>
    public bool TryTakeTail(Block block, ref ByteBuffer ahead)
    {
        if (_tailCount == 0)
        {
            return false;
        }

        ahead.Set(block, _tailStart, _tailCount);
        _tailCount = 0;
        return true;
    }

    /// <summary>The block is lost; true when bytes of the next request are so with it.</summary>
    public bool LoseTail()
    {
        bool hasTail = _tailCount > 0;
        _tailCount = 0;
        return hasTail;
    }

    /// <summary>Notes how far the body has come; false when it makes the request one to refuse, and then the failure is known.</summary>
    public bool TryAccept(BodyStatus status, ExchangeFacts facts)
    {
        bool isAccepted = facts.TryTakeBody(status, _tracker.PayloadBytes);
        if (!isAccepted || status == BodyStatus.Complete)
        {
            Http1States.Move(ref _state, isAccepted ? Http1State.Done : Http1State.Broken);
        }

        return isAccepted;
    }

    /// <summary>The head goes out (again): what comes behind it is no bulk yet.</summary>
    public void BeginSending() => _bulk = default;

    /// <summary>Asks for the next bytes.</summary>
    public void Receive(Channel channel, long nowUs)
    {
        _pace.OnReceiving(channel, nowUs);
        channel.Receive();
    }

    /// <summary>Asks for the next bytes, in the block that is free again or in one like it.</summary>
    public void ReceiveNext(Channel channel, Block sent, BlockPool blocks, bool mayPipe, long nowUs)
    {
        _pace.OnReceiving(channel, nowUs);
        _bulk.ReceiveNext(channel, sent, blocks, mayPipe && _tracker.MayPipe);
    }

    /// <summary>The request is over.</summary>
    public void End() => Http1States.Move(ref _state, Http1State.Idle);
}
