// The backend's side of an exchange over HTTP/1.1: writes its request, and reads the response piece by piece, each when the last one is sent.
using Weir.Protocol.Http;
using Weir.Protocol.Http1;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Policies;
using Weir.Proxy.Pooling;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Upstream;

/// <summary>RFC 9112. At most one block of the response. Between exchanges it stays with a client whose connection is authenticated.</summary>
internal sealed class Http1Backend(Http1Backends shared) : BackendStream, IBackendUser
{
    private readonly BlockPool _blocks = shared.Services.Blocks;
    private Channel? _channel; // of the present attempt
    private Http1State _state; // of the response
    private ResponseHeads _heads;
    private BodyTracker _body;
    private BulkGauge _bulk;
    private long _sentBefore; // bytes that the connection had taken before this attempt
    private bool _hasEnded;
    private bool _wasReset;
    private bool _isDirty; // bytes came beyond the response

    public override BackendClaim Claim { get; } = new(shared.Services, PoolKind.Http);

    public override bool IsSending => Claim.Channel is { IsSending: true };

    public override long LastActivityUs => Claim.Channel?.LastActivityUs ?? 0;

    public override bool TakesPipes => Claim.Channel is { TakesPipes: true };

    public override bool HasAttempt => _channel is not null;

    public override bool HasWritten => _channel!.BytesSent != _sentBefore; // asked of an attempt

    public override bool HasAnswered => _heads.HasAny;

    public override bool HasEnded => _hasEnded;

    public override bool IsClean =>
        Claim.Connection is not null
        && _state == Http1State.Done
        && _heads.KeepsAlive
        && !_isDirty
        && !_hasEnded
        && !_body.EndsByClose;

    public override bool ShowsCut => _body.ShowsCut;

    public override long ContentBytes => _body.PayloadBytes;

    public override ResponseHead Head => shared.Head;

    public override ReadOnlySpan<byte> HeadSource => _heads.Source;

    public override string? Problem => _heads.Problem;

    private Channel Channel => _channel!; // from BeginAttempt to EndAttempt

    public override bool Acquire(bool fresh) => Claim.Acquire(this, fresh);

    public override void BeginAttempt()
    {
        Channel channel = Claim.Channel!; // it has been acquired
        _channel = channel;
        _sentBefore = channel.BytesSent;
        Http1States.Move(ref _state, Http1State.Head);
        _heads.Begin();
        (_body, _bulk) = (default, default);
        _hasEnded = _wasReset = _isDirty = false;
        if (!channel.IsReceiving)
        {
            channel.Receive();
        }
    }

    public override bool TrySendHead(
        ReceivedRequest request,
        in TraceParent? trace,
        in BlockPiece first
    )
    {
        int start = shared.Writer.WriteBefore(first.Start, first.Block.Bytes, request, trace);
        if (start < 0)
        {
            return false;
        }

        Channel.Send(first.Block, start, first.Start + first.Count - start);
        return true;
    }

    public override void Send(in BlockPiece piece) =>
        Channel.Send(piece.Block, piece.Start, piece.Count);

    public override ResponseRead ReadHead()
    {
        ResponseRead read = _heads.Read(Exchange!.Facts.Request.Method, Head); // it waits for this
        if (read == ResponseRead.More && !_hasEnded)
        {
            _heads.Receive(Channel, _blocks);
        }

        return read == ResponseRead.More && _hasEnded ? ResponseRead.Ended : read;
    }

    public override void SkipHead() => _heads.SkipInterim();

    public override BlockPiece TakeInterim() => _heads.LendInterim();

    public override BlockPiece TakeFinal(BodyTransform transform)
    {
        BlockPiece rest = _heads.TakeFinal();
        Http1States.Move(ref _state, Http1State.Body);
        BodyStatus status = _body.Begin(Head.Body, Head.ContentLength, transform);
        if (Head.StatusCode == 101)
        {
            return rest; // the other protocol's first bytes
        }

        var piece = new BodyPiece(status, rest.Start, 0, 0);
        if (status == BodyStatus.More && rest.Count > 0)
        {
            piece = _body.Take(rest.Block.Bytes, rest.Start, rest.Count);
        }

        _isDirty = piece.Consumed < rest.Count;
        EndIfComplete(piece.Status);
        return new BlockPiece(rest.Block, piece.SendStart, piece.SendCount, piece.Status);
    }

    public override void Drop(Block block) => _blocks.Return(block);

    public override void TakeBack(Block block)
    {
        if (_heads.IsIn(block))
        {
            _heads.TakeBack(); // an interim head: the rest of the block is still to be read
            return;
        }

        bool isOngoing = _state == Http1State.Body && !Exchange!.Facts.Response.IsUpgrading; // whose body it is
        if (isOngoing && !_hasEnded && !Channel.IsReceiving)
        {
            _bulk.ReceiveNext(Channel, block, _blocks, _body.MayPipe && Client!.TakesPipes); // as above
            return;
        }

        _blocks.Return(block);
        if (isOngoing && _hasEnded)
        {
            EndBody(Exchange!); // as above
        }
    }

    public override void EndAttempt()
    {
        _heads.Release(_blocks);
        _channel = null;
        _state = Http1State.Idle;
    }

    public override void Release(bool isClean)
    {
        bool isPinned = isClean && (Claim.IsPinned || _heads.OffersConnectionAuth);
        EndAttempt();
        if (!isPinned)
        {
            if (Claim.Connection is not null)
            {
                Claim.Release(isClean);
            }

            return;
        }

        Claim.IsPinned = true;
        if (Claim.Channel is { IsReceiving: false } channel)
        {
            channel.Receive();
        }
    }

    /// <summary>Nobody has it any more.</summary>
    public void Clear()
    {
        // Always on: bytes left in it would reach another client.
        if (HasAttempt)
        {
            throw new InvalidOperationException("a backend's side was given back in an attempt");
        }

        Claim.Clear();
        _heads.Begin();
        (_body, _bulk, _sentBefore) = (default, default, 0);
        _hasEnded = _wasReset = _isDirty = false;
    }

    public void OnBackendReady(PooledConnection connection) => Exchange!.OnConnected(); // it asked for the connection

    public void OnBackendFailed(PooledConnection connection, ConnectResult result) =>
        Exchange!.OnConnectFailed(connection.Backend, result); // as above

    public void OnSent(Channel channel, Block block, IoStatus status) =>
        Exchange!.OnRequestSent(block, status); // its request is being sent

    public void OnReceived(Channel channel, Block? block, int offset, int count, IoStatus status)
    {
        if (Exchange is not { } exchange || _channel is null)
        {
            OnUnasked(block);
        }
        else if (status != IoStatus.Ok)
        {
            OnEnd(exchange, block, status);
        }
        else
        {
            exchange.Facts.Times.OnBackendBytes(shared.Services.Reactor.NowUs);
            OnBytes(exchange, block!, offset, count); // bytes come with their block
        }
    }

    // An authenticated connection that is held between requests ended, or spoke out of turn.
    private void OnUnasked(Block? block)
    {
        if (block is not null)
        {
            _blocks.Return(block);
        }

        Claim.Release(reusable: false);
    }

    private void OnEnd(Exchange exchange, Block? block, IoStatus status)
    {
        _blocks.ReturnPipe(block);
        _heads.TakeBack();
        _hasEnded = true;
        _wasReset = status != IoStatus.EndOfStream;
        if (_state == Http1State.Body && !exchange.Client.IsSending)
        {
            EndBody(exchange);
        }

        exchange.OnResponse();
    }

    private void OnBytes(Exchange exchange, Block block, int offset, int count)
    {
        if (_state == Http1State.Head)
        {
            _heads.Append(block, offset, count);
            exchange.OnResponse();
            return;
        }

        _bulk.Note(block, count, _blocks);
        BodyPiece piece = _body.Take(block.Bytes, offset, count);
        _isDirty |= piece.Consumed < count;
        EndIfComplete(piece.Status);
        if (piece.SendCount > 0)
        {
            exchange.Client.Send(
                new BlockPiece(block, piece.SendStart, piece.SendCount, piece.Status)
            );
        }
        else
        {
            _blocks.Return(block); // framing only, for a client that gets none
            if (piece.Status == BodyStatus.More)
            {
                Channel.Receive();
            }
        }

        exchange.Facts.Response.Body = piece.Status;
        exchange.OnResponse();
    }

    private void EndIfComplete(BodyStatus status)
    {
        if (status == BodyStatus.Complete)
        {
            Http1States.Move(ref _state, Http1State.Done);
        }
    }

    // The connection's end is the proper end of a close-framed body only; a reset never is.
    private void EndBody(Exchange exchange)
    {
        bool isWhole = _body.EndsByClose && !_wasReset && exchange.Client.TryEndBody();
        exchange.Facts.Response.Body = isWhole ? BodyStatus.Complete : BodyStatus.Invalid;
        EndIfComplete(exchange.Facts.Response.Body);
    }
}
