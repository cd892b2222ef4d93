// The client's bytes: gathers heads, sends requests to the backend, and keeps what the client sent ahead of its turn.
using Weir.Protocol.Http;
using Weir.Protocol.Http1;
using Weir.Proxy.Configuration;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Sessions;

/// <summary>The direction client → backend of an http session. At most two blocks: the request's and one received ahead.</summary>
internal sealed class RequestRelay(SessionServices services)
{
    private Channel? _client;
    private ByteBuffer _input; // the head being gathered, or what followed the request that is sent, in its block
    private int _bodyStart; // the body bytes that came with the head, in the input's block
    private int _bodyCount;
    private ByteBuffer _ahead; // the beginning of the next request, received during this one
    private int _tailStart; // bytes of the next request in a body block that is lent to the backend
    private int _tailCount;
    private BulkGauge _bulk;
    private bool _saidAll; // FIN came, and not since the client left
    private long _lastBytesUs;

    private Channel Client => _client!; // the session attached its own when it opened

    public ref ByteBuffer Input => ref _input;

    /// <summary>The client has sent FIN.</summary>
    public bool ClientEnded { get; set; }

    /// <summary>Bytes of the next request went along with a closed backend connection: the client's connection cannot go on.</summary>
    public bool LostInput { get; private set; }

    public bool HasUnread => _input.Count + _ahead.Count + _tailCount > 0;

    /// <summary>The body bytes that came with the head are still here, and so is the room for another attempt's head.</summary>
    public bool CanResend => _input.Block is not null && !_input.IsLent;

    /// <summary>Asks for the (rest of the) next head. Without bytes so far, no block is held.</summary>
    public void ReceiveHead()
    {
        if (Client.IsReceiving || ClientEnded)
        {
            return;
        }

        if (_input.Block is { } block)
        {
            _input.IsLent = true;
            Client.Receive(block, _input.End);
        }
        else
        {
            Client.Receive();
        }
    }

    /// <summary>Once the whole request is here: listens for the client's leaving, or for its next request.</summary>
    public void ReceiveAhead()
    {
        if (!Client.IsReceiving && !ClientEnded && !HasUnread)
        {
            Client.Receive();
        }
    }

    /// <summary>In an exchange, while nothing is received from the client: a reset of it is noticed all the same, and its FIN too.</summary>
    public void Watch()
    {
        if (!Client.IsReceiving)
        {
            Client.WatchHangUp(onlyReset: ClientEnded || _saidAll);
        }
    }

    /// <summary>
    /// The client's FIN is here: read, or behind unread bytes. Right behind the last byte it is the end of what the client has to say;
    /// later the client has left (docs/adr/0008). A response of our own goes out anyway.
    /// </summary>
    public ClientFin OnFin(HttpStep step, HttpExchange exchange, bool isRead, bool mayHalfClose)
    {
        ClientEnded |= isRead;
        bool hasResponse = step is HttpStep.Stream or HttpStep.Fail or HttpStep.Cut;
        if (isRead && !hasResponse && exchange.RequestState == MessageState.Body)
        {
            return ClientFin.Incomplete;
        }

        long sinceUs = services.Reactor.NowUs - _lastBytesUs;
        sinceUs = isRead ? sinceUs : long.Min(sinceUs, Client.InputAgeUs);
        _saidAll |=
            mayHalfClose
            || (hasResponse && exchange.HasFailed)
            || sinceUs <= Limits.HalfCloseWindowMs * 1000L;
        return _saidAll ? ClientFin.SaidAll : ClientFin.Left;
    }

    /// <summary>
    /// Steps behind a whole head, and takes the body bytes that came along; what is left in the input is the next request. False when the
    /// body makes this one to refuse (the failure is in the exchange).
    /// </summary>
    public bool TakeHead(int length, HttpExchange exchange)
    {
        _input.Skip(length);
        (_bodyStart, _bodyCount) = (_input.Start, 0);
        BodyStatus status = exchange.BeginRequestBody();
        if (status == BodyStatus.More && _input.Count > 0)
        {
            byte[] bytes = _input.Block!.Bytes; // there are bytes in it
            BodyPiece piece = exchange.RequestBody.Take(bytes, _input.Start, _input.Count);
            (status, _bodyStart, _bodyCount) = (piece.Status, piece.SendStart, piece.SendCount);
            _input.Skip(piece.Consumed);
        }

        return exchange.TryTakeBody(status, services.Reactor.NowUs);
    }

    /// <summary>Writes the head of an attempt in front of the body bytes that came along, and sends both; false if it has no room there.</summary>
    public bool TrySendHead(HttpExchange exchange, Channel backend, string address)
    {
        TraceParent? trace = exchange.NextTraceParent(address, services.Reactor.NowUs);
        Block block = _input.Block!; // a request that can be sent has its block
        SocketEndpoint by = Client.Remote;
        int start = services.Requests.WriteBefore(_bodyStart, block.Bytes, exchange, by, trace);
        if (start < 0)
        {
            return false;
        }

        _bulk = default;
        _input.IsLent = true;
        backend.Send(block, start, _bodyStart + _bodyCount - start);
        return true;
    }

    /// <summary>Bytes from the client; false when they make the request one to refuse (the failure is in the exchange).</summary>
    public bool OnBytes(
        Block block,
        int offset,
        int count,
        HttpExchange? exchange,
        Channel? backend
    )
    {
        _lastBytesUs = services.Reactor.NowUs;
        switch (exchange?.RequestState ?? MessageState.Idle)
        {
            case MessageState.Idle:
                _input.Append(block, offset, count);
                return true;
            case MessageState.Done:
                _ahead.Set(block, offset, count);
                return true;
            case MessageState.Body when backend is not null && !exchange!.RequestIsCut:
                return SendBody(block, offset, count, exchange!, backend);
            default:
                services.Blocks.Return(block); // the rest of a request that is answered already
                return true;
        }
    }

    /// <summary>A send to the backend is done.</summary>
    public void OnSent(Block block, IoStatus status, HttpExchange exchange)
    {
        if (status == IoStatus.Ok && exchange.RequestState == MessageState.Body)
        {
            ReceiveBody(block, exchange);
            return;
        }

        if (block == _input.Block)
        {
            _input.IsLent = false;
        }
        else if (_tailCount > 0)
        {
            _ahead.Set(block, _tailStart, _tailCount);
            _tailCount = 0;
        }
        else
        {
            services.Blocks.Return(block);
        }

        if (status != IoStatus.Ok)
        {
            exchange.RequestIsCut = true;
            return;
        }

        exchange.RequestSentUs = services.Reactor.NowUs;
        ReceiveAhead();
    }

    /// <summary>The response has begun: the request is not sent again.</summary>
    public void ForgetSent()
    {
        if (_input.Count == 0 && !_input.IsLent)
        {
            _input.Release(services.Blocks);
        }
    }

    /// <summary>The backend's channel is about to close, and what it was lent goes along.</summary>
    public void OnBackendClosing()
    {
        LostInput |= _tailCount > 0 || (_input.IsLent && _input.Count > 0);
        _tailCount = 0;
        if (_input.IsLent)
        {
            _input.Forget();
        }
    }

    /// <summary>The exchange is over: what was received ahead is the input now.</summary>
    public void TurnToNext()
    {
        if (_input.Count == 0)
        {
            _input.Release(services.Blocks);
            _input = _ahead;
            _ahead = default;
        }
    }

    /// <summary>Takes a client, to the end of its connection.</summary>
    public void Attach(Channel client) => _client = client;

    /// <summary>The connection is over.</summary>
    public void Clear()
    {
        // Always on: bytes left in it would reach another client's backend.
        if (_input.Block is not null || _ahead.Block is not null)
        {
            throw new InvalidOperationException("a relay was given back that still holds bytes");
        }

        _client = null;
        (_input, _ahead, _tailStart, _tailCount) = (default, default, 0, 0);
        (_bodyStart, _bodyCount) = (0, 0);
        _bulk = default;
        ClientEnded = LostInput = _saidAll = false;
        _lastBytesUs = 0;
    }

    /// <summary>The client's channel is about to close.</summary>
    public void Release()
    {
        _input.Release(services.Blocks);
        _ahead.Release(services.Blocks);
    }

    // The head's block goes back to the pool; a piece's may be filled again.
    private void ReceiveBody(Block sent, HttpExchange exchange)
    {
        exchange.Pace.OnReceiving(Client, services.Reactor.NowUs);
        if (sent == _input.Block)
        {
            _input.IsLent = false;
            _input.Release(services.Blocks);
            Client.Receive();
            return;
        }

        _bulk.ReceiveNext(Client, sent, services.Blocks, exchange.RequestBody.MayPipe);
    }

    private bool SendBody(
        Block block,
        int offset,
        int count,
        HttpExchange exchange,
        Channel backend
    )
    {
        exchange.Pace.OnReceived(services.Reactor.NowUs);
        _bulk.Note(block, count, services.Blocks);
        BodyPiece piece = exchange.RequestBody.Take(block.Bytes, offset, count);
        if (!exchange.TryTakeBody(piece.Status, services.Reactor.NowUs))
        {
            services.Blocks.Return(block);
            return false;
        }

        if (piece.SendCount == 0)
        {
            services.Blocks.Return(block); // part of a trailer that is left out, or may be
            exchange.Pace.OnReceiving(Client, services.Reactor.NowUs);
            Client.Receive();
            return true;
        }

        (_tailStart, _tailCount) = (offset + piece.Consumed, count - piece.Consumed);
        backend.Send(block, piece.SendStart, piece.SendCount);
        return true;
    }
}
