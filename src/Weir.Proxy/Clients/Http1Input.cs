// What comes from an http/1 client: gathers heads, passes bodies on, and keeps what the client sent ahead of its turn.
using Weir.Protocol.Http1;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Io;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Clients;

/// <summary>The direction from the client. At most two blocks: the request's and one received ahead. Part of its connection.</summary>
internal sealed class Http1Input(SessionServices services)
{
    private readonly BlockPool _blocks = services.Blocks;
    private Channel? _channel;
    private ByteBuffer _bytes; // the head being gathered, or what followed the request that is sent, in its block
    private ByteBuffer _ahead; // the beginning of the next request, received during this one
    private RequestBody _body;
    private HalfClose _halfClose;

    /// <summary>How the client keeps up.</summary>
    public ref ClientPace Pace => ref _body.Pace;

    /// <summary>The client has sent FIN.</summary>
    public bool HasEnded => _halfClose.HasEnded;

    /// <summary>Bytes of the next request went along with a closed backend connection: the client's connection cannot go on.</summary>
    public bool HasLost { get; private set; }

    /// <summary>The bytes from the head of the next request on.</summary>
    public ReadOnlySpan<byte> Unread => _bytes.Unread;

    public int UnreadCount => _bytes.Count;

    /// <summary>Between requests, and once this one is whole: the bytes that are here of later ones.</summary>
    public int AheadCount => _bytes.Count + _ahead.Count + _body.TailCount;

    /// <summary>Bytes of a later request are here.</summary>
    public bool HasUnread => AheadCount > 0;

    /// <summary>All of the request has come.</summary>
    public bool IsWhole => _body.State == Http1State.Done;

    public bool IsLent => _bytes.IsLent;

    public bool CanResend => _bytes.Block is not null && !_bytes.IsLent;

    private Channel Channel => _channel!; // the connection attached its own when it opened

    /// <summary>Takes a client, to the end of its connection.</summary>
    public void Attach(Channel channel) => _channel = channel;

    /// <summary>A request begins.</summary>
    public void Begin() => _body.BeginHead();

    /// <summary>Makes room for more of a head; false when it fills the block.</summary>
    public bool TryMakeRoom() => _bytes.TryMakeRoom();

    /// <summary>Asks for the (rest of the) next head. Without bytes so far, no block is held.</summary>
    public void ReceiveHead()
    {
        if (Channel.IsReceiving || HasEnded)
        {
            return;
        }

        if (_bytes.Block is { } block)
        {
            _bytes.IsLent = true;
            Channel.Receive(block, _bytes.End);
        }
        else
        {
            Channel.Receive();
        }
    }

    /// <summary>More of a head.</summary>
    public void Append(Block block, int offset, int count)
    {
        _halfClose.OnBytes(services.Reactor.NowUs);
        _bytes.Append(block, offset, count);
    }

    /// <summary>
    /// Steps behind a whole head, and takes the body bytes that came along; what is left is the next request. False when the body makes this
    /// one to refuse, and then the failure is known.
    /// </summary>
    public bool TryTakeHead(int length, ExchangeFacts facts)
    {
        _bytes.Skip(length);
        BodyStatus status = _body.Begin(facts.Received.Head, ref _bytes);
        return _body.TryAccept(status, facts);
    }

    /// <summary>Once the whole request is here: listens for the client's leaving, or for its next request.</summary>
    public void ReceiveAhead()
    {
        if (IsWhole && !Channel.IsReceiving && !HasEnded && !HasUnread)
        {
            Channel.Receive();
        }
    }

    /// <summary>The head's block, with the body bytes that came along.</summary>
    public BlockPiece FirstPiece => _body.First(_bytes.Block!); // a request that can be sent has it

    /// <summary>That block goes to the backend.</summary>
    public void Lend()
    {
        _body.BeginSending();
        _bytes.IsLent = true;
    }

    /// <summary>
    /// Bytes during a request: its body, the next one, or what nobody wants any more. False when the body makes the request one to refuse.
    /// </summary>
    public bool TryTake(Block block, int offset, int count, Exchange exchange)
    {
        if (_body.State == Http1State.Head)
        {
            Append(block, offset, count); // of one that took too long, and is answered already
            return true;
        }

        long nowUs = services.Reactor.NowUs;
        _halfClose.OnBytes(nowUs);
        if (IsWhole)
        {
            _ahead.Set(block, offset, count);
            return true;
        }

        if (_body.State != Http1State.Body || !exchange.TakesBody)
        {
            _blocks.Return(block); // the rest of a request that is answered already
            return true;
        }

        BodyPiece piece = _body.Take(block, offset, count, _blocks, nowUs);
        if (!_body.TryAccept(piece.Status, exchange.Facts))
        {
            _blocks.Return(block);
            return false;
        }

        if (piece.SendCount == 0)
        {
            _blocks.Return(block); // part of a trailer that is left out, or may be
            _body.Receive(Channel, nowUs);
            return true;
        }

        exchange.Backend.Send(
            new BlockPiece(block, piece.SendStart, piece.SendCount, piece.Status)
        );
        return true;
    }

    /// <summary>Part of the request was sent, or not; what comes next of it goes to <paramref name="backend"/>.</summary>
    public void TakeBack(Block block, bool wasSent, BackendStream? backend)
    {
        if (wasSent && _body.State == Http1State.Body)
        {
            ReceiveBody(block, mayPipe: backend is { TakesPipes: true });
            return;
        }

        if (block == _bytes.Block)
        {
            _bytes.IsLent = false;
        }
        else if (!_body.TryTakeTail(block, ref _ahead))
        {
            _blocks.Return(block);
        }

        if (wasSent)
        {
            ReceiveAhead();
        }
    }

    /// <summary>A receive ended without bytes: a block that it had been lent is here again.</summary>
    public void OnReceiveEnded(Block? block)
    {
        // Without a block of ours the receive was for what comes ahead: the head's may be with the backend's send.
        _bytes.IsLent &= block is null || block.Pipe is not null;
        _blocks.ReturnPipe(block);
    }

    /// <summary>The request is not sent again.</summary>
    public void ForgetSent()
    {
        if (_bytes.Count == 0 && !_bytes.IsLent)
        {
            _bytes.Release(_blocks);
        }
    }

    /// <summary>The backend's channel is about to close, and what it was lent goes along.</summary>
    public void OnBackendClosing()
    {
        HasLost |= _body.LoseTail() || (_bytes.IsLent && _bytes.Count > 0);
        if (_bytes.IsLent)
        {
            _bytes.Forget();
        }
    }

    /// <summary>While nothing is received: a reset is noticed all the same, and FIN too.</summary>
    public void Watch()
    {
        if (!Channel.IsReceiving)
        {
            Channel.WatchHangUp(onlyReset: _halfClose.HasEnded || _halfClose.SaidAll);
        }
    }

    /// <summary>FIN has been read where a head was waited for.</summary>
    public void OnFin() => _halfClose.HasEnded = true;

    /// <summary>FIN is here while a request is under way: read, or behind unread bytes.</summary>
    public ClientFin OnFin(Exchange exchange, bool isRead, bool mayHalfClose)
    {
        bool isInside = _body.State == Http1State.Body;
        return _halfClose.OnFin(
            exchange,
            Channel,
            isInside,
            isRead,
            mayHalfClose,
            services.Reactor.NowUs
        );
    }

    /// <summary>The request is over: what was received ahead is the next one now.</summary>
    public void TurnToNext()
    {
        _body.End();
        if (_bytes.Count == 0)
        {
            _bytes.Release(_blocks);
            _bytes = _ahead;
            _ahead = default;
        }
    }

    /// <summary>What the client sent ahead belongs to the protocol that comes behind this one.</summary>
    public bool TryTakeAhead(out BlockPiece piece)
    {
        TurnToNext();
        piece = default;
        if (_bytes.Count == 0)
        {
            return false;
        }

        piece = new BlockPiece(_bytes.Block!, _bytes.Start, _bytes.Count, BodyStatus.More); // there are bytes in it
        _bytes.Forget();
        return true;
    }

    /// <summary>The channel is about to close.</summary>
    public void Release()
    {
        _bytes.Release(_blocks);
        _ahead.Release(_blocks);
    }

    /// <summary>The connection is over.</summary>
    public void Clear()
    {
        // Always on: bytes left in it would reach another client's backend.
        if (_bytes.Block is not null || _ahead.Block is not null)
        {
            throw new InvalidOperationException(
                "a client's input was given back that still holds bytes"
            );
        }

        (_channel, _bytes, _ahead) = (null, default, default);
        (_body, _halfClose) = (default, default);
        HasLost = false;
    }

    // The head's block goes back to the pool; a piece's may be filled again.
    private void ReceiveBody(Block sent, bool mayPipe)
    {
        if (sent == _bytes.Block)
        {
            _bytes.IsLent = false;
            _bytes.Release(_blocks);
            _body.Receive(Channel, services.Reactor.NowUs);
            return;
        }

        _body.ReceiveNext(Channel, sent, _blocks, mayPipe, services.Reactor.NowUs);
    }
}
