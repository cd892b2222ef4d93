// The client's side of the exchanges of one http/1 connection: what comes and goes from the first byte of a request to the end of its response.
using Weir.Protocol.Http;
using Weir.Proxy.Backends;
using Weir.Proxy.Bodies;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Upstream;

namespace Weir.Proxy.Clients;

/// <summary>RFC 9112: one exchange at a time, so that a connection has one of these for all of them.</summary>
internal sealed class Http1ClientStream(Http1Client connection, ClientSpares spares) : ClientStream
{
    private readonly Http1Output _output = new(spares.Services, spares.Responses);
    private BackendState? _lastBackend;
    private bool _isGone;
    private long _receivedBefore;

    /// <summary>What comes from the client.</summary>
    public Http1Input Input { get; } = new(spares.Services);

    /// <summary>Whose side it is.</summary>
    public Http1Client Connection => connection;

    /// <summary>The request under way.</summary>
    public Exchange? Exchange { get; private set; }

    /// <summary>The side of its backends; between requests there is one where its connection is authenticated.</summary>
    public Http1Backend? Backend { get; private set; }

    /// <summary>The last one that was asked, for the log.</summary>
    public BackendState? LastBackend => Backend?.Claim.LastBackend ?? _lastBackend;

    /// <summary>No request can follow the one that has ended.</summary>
    public bool MustEnd => _output.HasToldClose || Input.HasLost || !Input.IsWhole;

    public override long ConnectionId => connection.ConnectionId;

    public override SocketEndpoint Remote => Channel.Remote;

    public override long BytesIn =>
        Channel.BytesReceived - _receivedBefore - (Input.IsWhole ? Input.AheadCount : 0);

    public override long BytesOut => _output.BytesSent(Channel);

    public override int MinorVersion => _output.MinorVersion;

    public override bool IsSending => Channel.IsSending;

    public override bool TakesPipes => Channel.TakesPipes;

    public override bool IsReceiving => Channel.IsReceiving;

    public override long LastActivityUs => Channel.LastActivityUs;

    public override bool IsGone => _isGone;

    public override bool IsLent => Input.IsLent;

    public override bool CanResend => Input.CanResend;

    public override bool TakesInterim => _output.MinorVersion > 0;

    public override BlockPiece FirstPiece => Input.FirstPiece;

    private Channel Channel => connection.Channel;

    // No more requests are wanted after this one, or none can come.
    private bool MustClose =>
        connection.IsEnding
        || !_output.KeepsAlive
        || Input.HasLost
        || !Input.IsWhole
        || (Input.HasEnded && !Input.HasUnread);

    /// <summary>The first bytes of a request are here.</summary>
    public Exchange Begin(ListenerSnapshot listener)
    {
        Input.Begin();
        _output.Begin(Channel);
        _receivedBefore = Channel.BytesReceived - Input.AheadCount;
        Backend ??= spares.Backends.Rent(this);
        Exchange = spares.RentExchange();
        Exchange.Begin(this, Backend, listener);
        return Exchange;
    }

    /// <inheritdoc cref="Http1Output.OnRead"/>
    public void OnRead(in RequestReading reading) => _output.OnRead(reading);

    /// <summary>Bytes came in an exchange, past its head.</summary>
    public void OnReceived(Block block, int offset, int count)
    {
        Exchange exchange = Exchange!; // as it says
        if (Input.TryTake(block, offset, count, exchange))
        {
            Input.Watch();
        }
        else
        {
            exchange.Fail();
        }
    }

    /// <summary>The client says no more, which may mean that it has left.</summary>
    public void OnFin(bool isRead, bool mayHalfClose)
    {
        Exchange exchange = Exchange!; // it is under way
        switch (Input.OnFin(exchange, isRead, mayHalfClose))
        {
            case ClientFin.Left:
                OnGone();
                break;
            case ClientFin.Incomplete:
                exchange.Fail(FailureCode.HttpRequestError, "the request ends inside its body");
                break;
            default:
                Input.Watch();
                break;
        }
    }

    /// <summary>The client has left, or its connection is broken.</summary>
    public void OnGone()
    {
        GiveUp();
        if (Exchange is { } exchange)
        {
            exchange.Fail(FailureCode.ClientDisconnected, "");
        }
        else
        {
            connection.Cut(FailureCodes.Text(FailureCode.ClientDisconnected));
        }
    }

    /// <summary>Part of the response was sent, or could not be.</summary>
    public void OnSent(Block block, IoStatus status)
    {
        Exchange exchange = Exchange!; // as above
        if (status == IoStatus.Ok)
        {
            exchange.OnResponseSent(block);
        }
        else
        {
            exchange.Backend.TakeBack(block);
            OnGone();
        }
    }

    /// <summary>The exchange has ended, and its backend's side with it unless the connection there stays with the client.</summary>
    public void End()
    {
        if (Exchange is { } exchange)
        {
            Exchange = null;
            spares.Return(exchange);
        }

        if (Backend is { Claim.IsPinned: false } backend)
        {
            _lastBackend = backend.Claim.LastBackend;
            Backend = null;
            spares.Backends.Return(backend);
        }
    }

    /// <summary>The connection is over.</summary>
    public void Clear()
    {
        Input.Clear();
        _output.Clear();
        (_lastBackend, _isGone, _receivedBefore) = (null, false, 0);
    }

    public override bool IsBodyTooSlow(int bytesPerSecond, long nowUs) =>
        Input.Pace.IsBodyTooSlow(Channel, bytesPerSecond, nowUs);

    public override bool IsReaderTooSlow(int bytesPerSecond, long nowUs) =>
        Input.Pace.IsReaderTooSlow(Channel, bytesPerSecond, nowUs);

    public override BodyTransform TransformOf(BodyKind body) => _output.TransformOf(body);

    public override void Lend() => Input.Lend();

    public override void TakeBack(Block block, bool wasSent) =>
        Input.TakeBack(block, wasSent, Backend);

    public override void OnBackendClosing() => Input.OnBackendClosing();

    public override void OnResponseBegun() => Input.ForgetSent();

    public override bool TryWriteHead(
        ResponseHead head,
        ReadOnlySpan<byte> source,
        HeadEdits edits
    ) => _output.TryWriteHead(head, source, edits, MustClose);

    public override bool TrySendHead(in BlockPiece first)
    {
        Input.Pace.OnSending(Channel, spares.Services.Reactor.NowUs);
        return _output.TrySendHead(Channel, first);
    }

    public override void Send(in BlockPiece piece)
    {
        Input.Pace.OnSending(Channel, spares.Services.Reactor.NowUs);
        Channel.Send(piece.Block, piece.Start, piece.Count);
    }

    public override bool TryEndBody() => _output.TryEndBody(Channel);

    public override bool TrySendFailure(ExchangeFacts facts) =>
        _output.TrySendFailure(Channel, facts, MustClose);

    public override void GiveUp() => _isGone = true;

    public override bool TryEndCut(bool showsCut)
    {
        if (_output.IsCutDue(Channel, showsCut))
        {
            return true;
        }

        SetDeadlineIn(LateReset.LookUs);
        return false;
    }

    public override void SetDeadlineIn(long fromNowUs) => connection.SetDeadlineIn(fromNowUs);

    public override void Watch() => Input.Watch();

    public override void BeginTunnel(BackendStream backend) =>
        connection.BeginTunnel(backend.Claim.Channel!); // it has just answered

    public override void OnEnded(ExchangeEnd end, string reason) => connection.OnEnded(end, reason);
}
