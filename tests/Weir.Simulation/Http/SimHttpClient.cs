// A simulated HTTP client: sends its requests one after the other, or pipelined, and checks every answer. Owned by its scenario.
using System.Diagnostics.CodeAnalysis;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Http;

/// <summary>Every request gets exactly one matching answer or sees its connection end; anything else is a failure.</summary>
public sealed class SimHttpClient
{
    private readonly SimWorld _world;
    private readonly SocketEndpoint _target;
    private readonly Queue<SimRequest> _toSend;
    private readonly Queue<SimRequest> _sent = new();
    private readonly SimHttpReader _answer = new(isResponse: true);
    private readonly SimOutcomeBook _book = new();
    private SimPeer? _peer;
    private SimRequestSender? _sender;
    private SimEvent? _patience;
    private bool _isAbortDue;
    private bool _hasAsked;
    private bool _isShed;

    public SimHttpClient(SimWorld world, in SocketEndpoint target, IEnumerable<SimRequest> requests)
    {
        _world = world;
        _target = target;
        _toSend = new Queue<SimRequest>(requests);
    }

    /// <summary>How many requests may wait for their answers at once.</summary>
    public int PipelineDepth { get; init; } = 1;

    /// <summary>The pause between an answer and the next request.</summary>
    public long ThinkUs { get; init; }

    /// <summary>The pause between a connect and the first request.</summary>
    public long FirstThinkUs { get; init; }

    /// <summary>Who listens may turn a connection away with 503 before a request comes by it.</summary>
    public bool MayBeShed { get; init; }

    /// <summary>How slowly it reads; 0 is as fast as bytes come.</summary>
    public long ReadIntervalUs { get; init; }

    /// <summary>How long it waits for the first open request's answer before it leaves the connection; 0 is for ever.</summary>
    public long PatienceUs { get; init; }

    /// <summary>Told of each request as it begins to be sent.</summary>
    public Action<SimRequest> OnSending { get; init; } = static _ => { };

    public Dictionary<int, SimOutcome> Outcomes => _book.Outcomes;

    /// <summary>The proxy's own answers by status code.</summary>
    public Dictionary<int, int> ProxyErrors => _book.ProxyErrors;

    public bool IsDone => _toSend.Count == 0 && _sent.Count == 0;

    public int Count(SimOutcome outcome) => Outcomes.Values.Count(o => o == outcome);

    public void Start()
    {
        if (_toSend.Count > 0)
        {
            Connect();
        }
    }

    /// <summary>Leaves for good.</summary>
    public void Abort()
    {
        _peer?.Reset();
        _sender?.Stop();
        _patience?.Cancel();
        _book.Settle(_sent, SimOutcome.Aborted);
        _toSend.Clear();
    }

    private void Connect()
    {
        _answer.Restart();
        _hasAsked = _isShed = false;
        SimPeer peer = _world.Connect(_target);
        _peer = peer;
        _sender = new SimRequestSender(_world.Network, peer, OnRequestSent);
        peer.ReadIntervalUs = ReadIntervalUs;
        peer.OnConnected =
            FirstThinkUs == 0
                ? _ => SendNext()
                : _ => peer.After(FirstThinkUs, _ => OnlyOf(peer, SendNext));
        peer.OnBytes = (_, bytes) => OnBytes(peer, bytes);
        // An earlier connection that was closed may still fail: that is no news of this one.
        peer.OnFin = _ => OnlyOf(peer, OnFin);
        peer.OnFailed = (_, status) => OnlyOf(peer, () => OnFailed(status));
        RenewPatience();
    }

    private void OnlyOf(SimPeer peer, Action news)
    {
        if (_peer == peer)
        {
            news();
        }
    }

    private void RenewPatience()
    {
        _patience?.Cancel();
        if (PatienceUs > 0)
        {
            _patience = _world.Network.After(PatienceUs, GiveUp);
        }
    }

    private void GiveUp()
    {
        TakeOneIfUnconnected();
        _peer!.Reset(); // patience starts with a connection
        End(SimOutcome.GaveUp);
    }

    private void SendNext()
    {
        if (_isShed || _sender!.IsSending || _peer!.IsClosed || _sent.Count >= PipelineDepth) // set with the connection
        {
            return;
        }

        RenewPatience();
        bool mustWait = _sent.Any(EndsConnection);
        if (mustWait || !_toSend.TryDequeue(out SimRequest? next))
        {
            return;
        }

        _hasAsked = true;
        _sent.Enqueue(next);
        _book.Begin(next);
        OnSending(next);
        _world.Network.Note("request", _peer.Id, next.Id);
        byte[] bytes = SimMessageWriter.Build(next);
        _isAbortDue = next.AbortAfterBytes >= 0 && next.AbortAfterBytes < bytes.Length;
        _sender!.Send(next, _isAbortDue ? bytes[..next.AbortAfterBytes] : bytes); // set with the connection
    }

    private void OnRequestSent()
    {
        if (_isAbortDue)
        {
            _peer!.Reset(); // it has just sent
            End(SimOutcome.Aborted);
            return;
        }

        // More may be pipelined behind it; from here the call would recurse.
        if (PipelineDepth > 1)
        {
            _world.Network.After(0, SendNextIfOpen);
        }
    }

    private void SendNextIfOpen()
    {
        if (_peer is { IsClosed: false, IsConnected: true })
        {
            SendNext();
        }
    }

    private void OnBytes(SimPeer peer, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && _peer == peer && !peer.IsLeaving)
        {
            if (!_sent.TryPeek(out SimRequest? request) && !TryTakeShed(out request))
            {
                throw new SimFailureException(
                    $"connection {peer.Id}: {bytes.Length} bytes that answer nothing"
                );
            }

            _answer.IsBodyless = request.Method == "HEAD" && !_isShed;
            bytes = bytes[_answer.Feed(bytes)..];
            if (_answer.Problem is { } problem)
            {
                throw new SimFailureException($"the answer to {request.Id} has {problem}");
            }

            if (_answer.IsComplete)
            {
                OnAnswer(request);
            }
        }
    }

    // Turned away before it asked for anything: its next request is lost, as that of one who cannot connect.
    private bool TryTakeShed([NotNullWhen(true)] out SimRequest? request)
    {
        request = null;
        _isShed = MayBeShed && !_hasAsked && _toSend.TryDequeue(out request);
        if (_isShed)
        {
            _world.Network.Note("shed before a request", request!.Id); // it was dequeued
            _sent.Enqueue(request);
        }

        return request is not null;
    }

    private void OnAnswer(SimRequest request)
    {
        if (_answer.StatusCode is >= 100 and <= 199)
        {
            // One for the request that is being sent, not for one before it.
            if (_answer.StatusCode == 100 && _sent.Count == 1)
            {
                _sender!.OnContinue(); // set with the connection
            }

            _answer.Restart();
            return;
        }

        _sent.Dequeue();
        _book.Answer(request, _answer, isUnasked: _isShed);
        _world.Network.Note("answer", _peer!.Id, request.Id, _answer.StatusCode); // it came by the peer
        bool ends =
            EndsConnection(request)
            || (_sender!.IsSending && _sent.Count == 0) // an early answer, not one before a pipelined request; set with the connection
            || string.Equals(
                _answer.Field("connection"),
                "close",
                StringComparison.OrdinalIgnoreCase
            );
        _answer.Restart();
        if (ends)
        {
            _sender!.Stop(); // set with the connection
            _peer.Close();
            End(SimOutcome.Closed);
        }
        else
        {
            _world.Network.After(ThinkUs, SendNextIfOpen);
        }
    }

    private void OnFin()
    {
        _answer.EndOfStream();
        if (_answer.IsComplete && _sent.TryPeek(out SimRequest? request))
        {
            OnAnswer(request);
            return;
        }

        _peer!.Close(); // the FIN came by it
        End(_answer.IsIdle ? SimOutcome.Closed : SimOutcome.Cut);
    }

    private void OnFailed(IoStatus status)
    {
        _world.Network.Note("client failed", _sent.Count, (int)status);
        TakeOneIfUnconnected();
        End(_answer.IsIdle ? SimOutcome.Closed : SimOutcome.Cut);
    }

    // Whoever cannot connect loses one request for each try.
    private void TakeOneIfUnconnected()
    {
        if (!_peer!.IsConnected && _toSend.TryDequeue(out SimRequest? next)) // it has just failed
        {
            _sent.Enqueue(next);
        }
    }

    private void End(SimOutcome first)
    {
        _sender?.Stop();
        _patience?.Cancel();
        _book.Settle(_sent, first);
        _world.Network.After(ThinkUs, Start); // unless it has left for good by then
    }

    private static bool EndsConnection(SimRequest request) =>
        request.AsksClose || request.Minor == 0;
}
