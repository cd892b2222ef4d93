// The backend's bytes: reads heads, then passes the body on piece by piece, each received when the last one is sent.
using System.Diagnostics;
using Weir.Protocol.Http;
using Weir.Protocol.Http1;
using Weir.Protocol.Http1.Framing;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Io;

namespace Weir.Proxy.Sessions;

/// <summary>The direction backend → client of an http session. At most one block.</summary>
internal sealed class ResponseRelay(SessionServices services)
{
    private Channel? _client;
    private Channel? _backend;
    private ByteBuffer _output; // a head being gathered; bodies go straight through
    private BulkGauge _bulk;
    private bool _hasEnded;
    private bool _sawInterim;
    private string? _problem;

    /// <summary>How far the body came; More from the final head on.</summary>
    public RelayStatus Status { get; private set; }

    private Channel Client => _client!; // an exchange attached one

    /// <summary>A send to the client is under way.</summary>
    public bool IsBusy => Client.IsSending;

    /// <summary>The backend has said anything at all to this request.</summary>
    public bool HasBytes => _sawInterim || _output.Count > 0;

    /// <summary>A response that has come waits for the end of the request, after whose last byte the connection will speak another protocol.</summary>
    public bool IsHolding { get; private set; }

    /// <summary>Why the response cannot be read.</summary>
    public string? Problem => _problem;

    /// <summary>The backend has closed its side, or the connection broke.</summary>
    public bool BackendEnded => _hasEnded;

    /// <summary>Takes a client for one exchange, or null behind it.</summary>
    public void Attach(Channel? client)
    {
        // Always on: bytes left in it would reach another client.
        if (_output.Block is not null)
        {
            throw new InvalidOperationException("a relay was given back that still holds bytes");
        }

        _client = client;
        _hasEnded = _sawInterim = false;
        Status = RelayStatus.More;
    }

    /// <summary>A response of our own is on its way instead.</summary>
    public void CompleteWithError() => Status = RelayStatus.Complete;

    public void Begin(Channel backend)
    {
        _backend = backend;
        _bulk = default;
        _hasEnded = _sawInterim = IsHolding = false;
        _problem = null;
        Status = RelayStatus.More;
    }

    /// <summary>Bytes of the response, or its end.</summary>
    public void OnReceived(
        Block? block,
        int offset,
        int count,
        IoStatus status,
        HttpExchange exchange
    )
    {
        if (status != IoStatus.Ok)
        {
            services.Blocks.ReturnPipe(block);
            _output.IsLent = false;
            _hasEnded = true;
            if (exchange.ResponseState == MessageState.Body && !IsBusy)
            {
                EndBody(exchange, status);
            }
            else if (status != IoStatus.EndOfStream)
            {
                exchange.BackendWasReset = true;
            }

            return;
        }

        if (exchange.ResponseState == MessageState.Body)
        {
            PassOn(block!, offset, count, exchange); // bytes come with their block
        }
        else
        {
            _output.Append(block!, offset, count);
        }
    }

    /// <summary>
    /// Reads heads as far as they have come. An interim one is passed on (an HTTP/1.0 client knows none, RFC 9110 §15.2); a final one is
    /// sent with the body bytes that came along. More: asked for, or busy.
    /// </summary>
    public RelayStatus ReadHead(HttpExchange exchange, bool mustClose)
    {
        while (true)
        {
            if (_output.Count == 0)
            {
                _output.Release(services.Blocks);
                return Receive();
            }

            ResponseParse parse = services.Responses.Read(_output, exchange.Method);
            switch (parse.Status)
            {
                case ParseStatus.Invalid:
                    _problem = parse.ErrorDetail;
                    return RelayStatus.Invalid;
                case ParseStatus.NeedMore when !_output.TryMakeRoom():
                    _problem = "response head too large";
                    return RelayStatus.Invalid;
                case ParseStatus.NeedMore:
                    return Receive();
            }

            ResponseHead head = services.Responses.Head;
            if (head.StatusCode == 101 && !ProtocolSwitch.IsDue(exchange))
            {
                _problem = ProtocolSwitch.ProblemOf(exchange);
                IsHolding = _problem is null;
                return IsHolding ? RelayStatus.More : RelayStatus.Invalid;
            }

            if (!head.IsInterim)
            {
                return SendFinal(exchange, parse, mustClose);
            }

            _sawInterim = true;
            if (exchange.MinorVersion > 0)
            {
                return SendInterim(parse.HeadLength);
            }

            _output.Skip(parse.HeadLength);
        }
    }

    /// <summary>A send to the client is done, or failed; the block is ours again.</summary>
    public void OnSent(Block block, HttpExchange exchange)
    {
        if (block == _output.Block)
        {
            _output.IsLent = false; // an interim head: the rest of the block is still to be read
            return;
        }

        bool isOngoing = exchange.ResponseState == MessageState.Body && Status == RelayStatus.More;
        if (isOngoing && !_hasEnded && !exchange.IsUpgrading && !_backend!.IsReceiving) // a body in progress has a backend
        {
            _bulk.ReceiveNext(_backend, block, services.Blocks, exchange.ResponseBody.MayPipe);
            return;
        }

        services.Blocks.Return(block);
        if (isOngoing && _hasEnded)
        {
            EndBody(exchange, exchange.BackendWasReset ? IoStatus.Reset : IoStatus.EndOfStream);
        }
    }

    /// <summary>The backend's channel is about to close, or goes back to the pool.</summary>
    public void Release()
    {
        _output.Release(services.Blocks);
        _backend = null;
    }

    private RelayStatus Receive()
    {
        if (_hasEnded)
        {
            return RelayStatus.Ended;
        }

        if (!_backend!.IsReceiving) // a head is read from a backend
        {
            _output.IsLent = _output.Block is not null;
            _backend.Receive(_output.Block, _output.End);
        }

        return RelayStatus.More;
    }

    private RelayStatus SendInterim(int headLength)
    {
        HeadedPiece piece = services.Responses.WriteInterim(ref _output, headLength);
        if (piece.Status == BodyStatus.Invalid)
        {
            return RelayStatus.Invalid;
        }

        _output.IsLent = true;
        Client.Send(_output.Block!, piece.Start, piece.Count); // it holds the head
        return RelayStatus.More;
    }

    private RelayStatus SendFinal(HttpExchange exchange, in ResponseParse parse, bool mustClose)
    {
        ResponseHead head = services.Responses.Head;
        IsHolding = false;
        exchange.IsUpgrading = head.StatusCode == 101;
        exchange.BackendKeepsAlive = parse.KeepAlive;
        exchange.OffersConnectionAuth = parse.OffersConnectionAuth;
        exchange.ClosesClient =
            mustClose
            || (exchange.MinorVersion == 0 && head.Body is BodyKind.UntilClose or BodyKind.Chunked);
        ReadOnlySpan<byte> date = services.Date.At(services.Reactor.NowUs);
        HeadedPiece piece = services.Responses.WriteFinal(ref _output, parse, exchange, date);
        if (piece.Status == BodyStatus.Invalid)
        {
            return RelayStatus.Invalid;
        }

        exchange.Status = head.StatusCode;
        exchange.ResponseState = MessageState.Body;
        exchange.BackendIsDirty |= _output.Count > 0; // bytes beyond the response
        Status =
            piece.Status == BodyStatus.Complete && !exchange.IsUpgrading
                ? RelayStatus.Complete
                : RelayStatus.More;
        Block block = _output.Block!; // it holds the head
        _output.Forget();
        SendToClient(block, piece.Start, piece.Count, exchange);
        return RelayStatus.Begun;
    }

    private void PassOn(Block block, int offset, int count, HttpExchange exchange)
    {
        _bulk.Note(block, count, services.Blocks);
        BodyPiece piece = exchange.ResponseBody.Take(block.Bytes, offset, count);
        exchange.BackendIsDirty |= piece.Consumed < count;
        Status = piece.Status switch
        {
            BodyStatus.Complete => RelayStatus.Complete,
            BodyStatus.Invalid => RelayStatus.Invalid,
            _ => RelayStatus.More,
        };
        if (piece.SendCount > 0)
        {
            SendToClient(block, piece.SendStart, piece.SendCount, exchange);
            return;
        }

        services.Blocks.Return(block); // framing only, for a client that gets none
        if (Status == RelayStatus.More)
        {
            _backend!.Receive(); // a body in progress has a backend
        }
    }

    private void SendToClient(Block block, int start, int count, HttpExchange exchange)
    {
        exchange.Pace.OnSending(Client, services.Reactor.NowUs);
        Client.Send(block, start, count);
    }

    // The connection's end is the proper end of a close-framed body only; a reset never is.
    private void EndBody(HttpExchange exchange, IoStatus status)
    {
        Debug.Assert(Status == RelayStatus.More, "a complete body needs no end");
        if (!exchange.ResponseBody.EndsByClose || status != IoStatus.EndOfStream)
        {
            Status = RelayStatus.Ended;
            return;
        }

        if (!exchange.ResponseBody.OwesLastChunk)
        {
            Status = RelayStatus.Complete;
            return;
        }

        if (!services.Blocks.TryRent(out Block? block))
        {
            Status = RelayStatus.Ended;
            return;
        }

        Status = RelayStatus.Complete;
        ChunkedEncoder.LastChunk.CopyTo(block.Bytes);
        SendToClient(block, 0, ChunkedEncoder.LastChunk.Length, exchange);
    }
}
