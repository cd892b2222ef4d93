// One connection of a simulated backend: reads requests, checks them, and plays the answers. Lives as long as its peer.
using System.Globalization;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Http;

/// <summary>One request after the other; a second one before the answer to the first is the proxy's fault.</summary>
internal sealed class SimBackendConnection
{
    private readonly SimHttpBackend _backend;
    private readonly SimPeer _peer;
    private readonly SimHttpReader _request = new(isResponse: false);
    private readonly SimPacer _pacer;
    private SimEvent? _answerDue;
    private SimEvent? _closeDue;
    private SimAnswer? _answer;
    private bool _isAnswering;
    private bool _isAnswered;
    private bool _hasEndedUnsaid;
    private bool _isTunnel;

    public SimBackendConnection(SimHttpBackend backend, SimPeer peer)
    {
        _backend = backend;
        _peer = peer;
        _pacer = new SimPacer(backend.Network, peer, OnAnswered);
    }

    public void Start()
    {
        _peer.OnBytes = (_, bytes) => OnBytes(bytes);
        _peer.OnFin = _ => End();
        _peer.OnFailed = (_, _) => End();
    }

    private void OnBytes(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty && !_peer.IsClosed)
        {
            if (_isTunnel)
            {
                _peer.Send(bytes);
                return;
            }

            if (_hasEndedUnsaid && _request.IsComplete)
            {
                return; // sent before our end could be known
            }

            if (_request.IsComplete)
            {
                throw new SimFailureException(
                    $"backend connection {_peer.Id}: more bytes before the answer to {_request.StartLine}"
                );
            }

            _closeDue?.Cancel();
            bool hadHead = _request.IsHeadComplete;
            bytes = bytes[_request.Feed(bytes)..];
            if (_request.Problem is { } problem)
            {
                throw new SimFailureException(
                    $"backend connection {_peer.Id} got {problem} in {_request.StartLine}"
                );
            }

            if (!hadHead && _request.IsHeadComplete)
            {
                OnHead();
            }

            if (_request.IsComplete)
            {
                OnRequest();
            }
        }
    }

    private void OnHead()
    {
        SimRudeRequests.CheckHead(_request.StartLine);
        _backend.OnHead?.Invoke(_request);
        if (_request.Field("x-sim-switch") == "early")
        {
            _backend.Network.Note("early switch", _peer.Id, 0);
            _peer.Send(Switch);
        }

        if (_request.Field("x-sim-id") is null)
        {
            _answer = new SimAnswer { BodyBytes = 0 };
            return;
        }

        string method = _request.StartLine.Split(' ')[0];
        int id = SimHttpBackend.IdOf(_request);
        _backend.Network.Note("request arrives", _peer.Id, id);
        _backend.Ledger.Arrived(id, method);
        _answer = _backend.Choose();
        if (_request.Field("x-sim-expects") is not null)
        {
            OnExpectation(id);
        }

        if (_answer.IsEarly)
        {
            Answer();
            ReadOnAfter(_answer.DelayUs);
        }
    }

    // The proxy may have the whole answer while it is still sending the request.
    private void ReadOnAfter(long delayUs)
    {
        if (delayUs > 0)
        {
            _peer.PauseReading();
            _backend.Network.After(delayUs, _peer.ResumeReading);
        }
    }

    private void OnExpectation(int id)
    {
        if (_request.Field("expect") != "100-continue")
        {
            throw new SimFailureException($"request {id} came without its expectation");
        }

        SimAnswer answer = _answer!; // chosen with the head
        _backend.Network.Note($"expectation {answer.Continue}", _peer.Id, id);
        if (answer.Continue == SimContinue.Sent)
        {
            _peer.Send("HTTP/1.1 100 Continue\r\n\r\n"u8);
        }
        else if (answer.Continue != SimContinue.Never)
        {
            _answer = answer with
            {
                IsEarly = true,
                Status = answer.Continue == SimContinue.Refused ? 417 : 401,
            };
        }
    }

    private void OnRequest()
    {
        SimRudeRequests.CheckWhole(_request.StartLine);
        if (_request.Field("upgrade") == "sim")
        {
            OnUpgrade();
            return;
        }

        if (_request.Field("x-sim-length") is { } text)
        {
            int id = SimHttpBackend.IdOf(_request);
            long length = long.Parse(text, CultureInfo.InvariantCulture);
            bool isRight =
                _request.BodyBytes == length
                && _request.BodyHash == SimBody.HashOf(id, isAnswer: false, length)
                && SimMessageWriter.HasItsTrailers(id, _request);
            if (!isRight)
            {
                throw new SimFailureException(
                    $"the body of request {id} came as {_request.BodyBytes} bytes of {length}, or changed"
                );
            }
        }

        if (_isAnswered)
        {
            AwaitNext();
        }
        else if (!_isAnswering)
        {
            _isAnswering = true;
            _answerDue = _backend.Network.After(_answer!.DelayUs, Answer); // chosen with the head
        }
    }

    private static ReadOnlySpan<byte> Switch =>
        "HTTP/1.1 101 Sim\r\nConnection: upgrade\r\nUpgrade: sim\r\n\r\n"u8;

    private void OnUpgrade()
    {
        if (_request.Field("x-sim-body") is { } text)
        {
            int id = int.Parse(text, CultureInfo.InvariantCulture);
            if (_request.BodyHash != SimBody.HashOf(id, isAnswer: false, _request.BodyBytes))
            {
                throw new SimFailureException($"the body of upgrade {id} came changed");
            }
        }

        string? when = _request.Field("x-sim-switch");
        if (when == "early")
        {
            _isTunnel = true;
            return;
        }

        // Nothing may come before the switch is told.
        _answerDue = _backend.Network.After(
            long.Parse(when ?? "0", CultureInfo.InvariantCulture),
            () =>
            {
                _isTunnel = true;
                _peer.Send(Switch);
            }
        );
    }

    private void Answer()
    {
        _isAnswering = true;
        SimAnswer answer = _answer!; // chosen with the head
        if (_peer.IsClosed || answer.IsSilent)
        {
            return;
        }

        bool isHead = _request.StartLine.StartsWith("HEAD ", StringComparison.Ordinal);
        int id = _request.Field("x-sim-id") is null ? 0 : SimHttpBackend.IdOf(_request);
        byte[] bytes = answer.IsGarbage
            ? SimLies.For(id, isHead)
            : SimMessageWriter.Build(answer, id, _backend.Name, isHead);

        if (answer.CutAfterBytes >= 0 && answer.CutAfterBytes < bytes.Length)
        {
            bytes = bytes[..answer.CutAfterBytes];
        }

        _pacer.Send(bytes, answer.PieceBytes, answer.PieceDelayUs);
    }

    private void OnAnswered()
    {
        SimAnswer answer = _answer!; // chosen with the head
        if (answer.CutAfterBytes >= 0 && answer.CutsByReset)
        {
            _peer.Reset();
            return;
        }

        bool asksClose = string.Equals(
            _request.Field("connection"),
            "close",
            StringComparison.OrdinalIgnoreCase
        );
        bool ends =
            answer.CutAfterBytes >= 0
            || answer.IsGarbage
            || asksClose
            || !answer.KeepsAlive
            || answer.Framing == SimFraming.Close;
        _backend.AnswerCount++;
        if (ends)
        {
            // A server that stops reading in the middle of a request would destroy its own answer by RST.
            _peer.Fin();
            _hasEndedUnsaid = answer is { KeepsAlive: true, IsGarbage: false };
            _closeDue = _backend.Network.After(1_000_000, _peer.Close);
            return;
        }

        _isAnswered = true;
        if (answer.ClosesAfterUs >= 0)
        {
            _closeDue = _backend.Network.After(answer.ClosesAfterUs, _peer.Close);
        }

        // After an early answer the rest of the request is still to come.
        if (_request.IsComplete)
        {
            AwaitNext();
        }
    }

    private void AwaitNext()
    {
        _request.Restart();
        _isAnswering = _isAnswered = false;
    }

    private void End()
    {
        _answerDue?.Cancel();
        _closeDue?.Cancel();
        _pacer.Stop();
        _peer.Close();
    }
}
