// One request and its response, from the first byte of the one to the last of the other, whatever versions its two sides speak.
using System.Runtime.CompilerServices;
using Weir.Proxy.Backends;
using Weir.Proxy.Bodies;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Exchanges;

/// <summary>
/// The life of a request, whose bodies run both ways at once. Owned by its client's connection, used again for the next. Whatever says that
/// something has come may end it: whoever calls such a method does nothing with it afterwards.
/// </summary>
internal sealed class Exchange : IWaiter
{
    private readonly SessionServices _services;
    private readonly Attempts _attempts;
    private readonly ResponseStart _response;
    private readonly ExchangeFailure _failure;
    private ClientStream? _client;
    private ExchangeEnd _end;
    private string _endReason = "";

    public Exchange(SessionServices services)
    {
        _services = services;
        _attempts = new Attempts(services, Facts);
        _response = new ResponseStart(services, Facts);
        _failure = new ExchangeFailure(services, Facts);
    }

    public ExchangeStep At { get; private set; }

    public ExchangeFacts Facts { get; } = new();

    public ClientStream Client => _client!; // Begin sets it

    public BackendStream Backend => _attempts.Backend;

    /// <inheritdoc/>
    public int WaitTicket => _attempts.WaitTicket;

    /// <summary>Whether the backend takes more of the request's body; of one that is answered already the rest is for nobody.</summary>
    public bool TakesBody => Backend.HasConnection && !Facts.Request.IsCut;

    /// <summary>The first bytes of a request are here.</summary>
    public void Begin(ClientStream client, BackendStream backend, ListenerSnapshot listener)
    {
        _client = client;
        At = ExchangeStep.Head;
        Facts.Begin(listener, client.ConnectionId, _services.Reactor.NowUs);
        _services.Counters.Listener(listener.State.Id).ActiveRequests++;
        _attempts.Begin(backend, this);
    }

    /// <summary>Until its head is whole, a request is served by the settings in force; from then on by those it has.</summary>
    public void Adopt(ListenerSnapshot listener)
    {
        _services.Counters.Listener(Facts.Listener.State.Id).ActiveRequests--;
        _services.Counters.Listener(listener.State.Id).ActiveRequests++;
        Facts.Adopt(listener);
    }

    /// <summary>The head is whole and sound, and leads to a cluster.</summary>
    public void OnHead() => Resume(_attempts.Start());

    /// <summary>Ends it by a failure that the client is told, where it still can be. A response that is being cut has failed already.</summary>
    public void Fail(FailureCode error, string detail, int status = 0)
    {
        if (At == ExchangeStep.Cut)
        {
            End(ExchangeEnd.Reset, FailureCodes.Text(error));
            Run();
            return;
        }

        Facts.Fail(error, detail, status);
        Fail();
    }

    /// <summary>The same, by the failure that is known already.</summary>
    public void Fail() => Resume(ExchangeStep.Fail);

    /// <summary>Part of the request was sent, or could not be.</summary>
    public void OnRequestSent(Block block, IoStatus status)
    {
        bool wasSent = status == IoStatus.Ok;
        if (!wasSent)
        {
            Facts.Request.IsCut = true;
        }
        else if (Facts.Request.IsWhole)
        {
            _attempts.OnSent(Client, At == ExchangeStep.Await);
        }

        Client.TakeBack(block, wasSent);
        if (Backend.HasEnded || Facts.Response.IsHeld)
        {
            Run(); // the response, or its end, came before the end of the send
        }
    }

    /// <summary>More of the response has come, or its end: where the body has begun, the facts say how far it is.</summary>
    public void OnResponse() => Run();

    /// <summary>Part of the response was sent; a client that takes no more has gone.</summary>
    public void OnResponseSent(Block block)
    {
        Backend.TakeBack(block);
        Run();
    }

    /// <inheritdoc/>
    public bool OnRoom()
    {
        ExchangeStep next = _attempts.PickFromQueue();
        if (next == ExchangeStep.Queue)
        {
            return false;
        }

        Resume(next);
        return true;
    }

    /// <summary>The connection that was asked for stands.</summary>
    public void OnConnected()
    {
        _attempts.OnConnected();
        Resume(ExchangeStep.Send);
    }

    /// <summary>The connection that was asked for could not be opened.</summary>
    public void OnConnectFailed(BackendState backend, ConnectResult result)
    {
        _attempts.OnConnectFailed(backend, result);
        Resume(ExchangeStep.Pick);
    }

    /// <summary>A deadline has passed; there may have been life since it was set.</summary>
    public void OnDeadline(long nowUs)
    {
        if (At == ExchangeStep.Cut && !Client.IsSending)
        {
            Run();
            return;
        }

        DeadlineVerdict verdict = ExchangeDeadline.Of(this, nowUs);
        if (verdict.Code == FailureCode.None)
        {
            Client.SetDeadlineIn(verdict.AgainInUs);
            return;
        }

        verdict.CountBy(_services.Counters);
        if (verdict.Code == FailureCode.ClientDisconnected)
        {
            Client.GiveUp();
        }

        Fail(verdict.Code, verdict.Detail, verdict.Status);
    }

    /// <summary>The client's connection ends, and nobody waits for word of it: gives back what is held. In order where a tunnel has.</summary>
    public void Abandon(bool inOrder = false)
    {
        _attempts.Abandon(Client, inOrder);
        if (At != ExchangeStep.Ended) // a defect may have come in between
        {
            End(ExchangeEnd.Reset, "");
        }
    }

    /// <summary>Forgets the request, and both sides of it.</summary>
    public void Clear()
    {
        Facts.Clear();
        _attempts.Clear();
        (_client, At, _end, _endReason) = (null, default, default, "");
    }

    private void Resume(ExchangeStep step)
    {
        MoveTo(step);
        Run();
    }

    // Goes on until a step waits. What has ended may be another request's by the end of the call.
    private void Run()
    {
        while (Step()) { }
        if (At == ExchangeStep.Ended)
        {
            Client.OnEnded(_end, _endReason);
        }
        else if (At != ExchangeStep.Tunnel)
        {
            Client.Watch();
        }
    }

    /// <summary>The whole life of a request. Each case does one step and moves on (true), or leaves the rest to what comes next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)] // it has one caller
    private bool Step() =>
        At switch
        {
            ExchangeStep.Pick => MoveTo(_attempts.Pick(Client)),
            ExchangeStep.Acquire => _attempts.Acquire(Client) && MoveTo(ExchangeStep.Send),
            ExchangeStep.Send => MoveTo(_attempts.Send(Client)) && At == ExchangeStep.Fail,
            ExchangeStep.Await => Await(),
            ExchangeStep.Stream => Stream(),
            ExchangeStep.Fail => Answer(),
            ExchangeStep.Cut => Cut(),
            _ => false, // Head, Queue, Tunnel, Ended
        };

    private bool Await()
    {
        if (Client.IsSending)
        {
            return false; // an interim response
        }

        switch (_response.Pass(Client, Backend))
        {
            case ResponseRead.Final:
                return MoveTo(ExchangeStep.Stream);
            case ResponseRead.Ended when !Client.IsLent: // what is still being sent comes back first, to go out again whole
                return MoveTo(_attempts.TryAgain(Client));
            case ResponseRead.Invalid:
                return MoveTo(ExchangeStep.Fail);
            default:
                return false;
        }
    }

    // The two sides pass the body on; this looks at how far it came. A complete response frees its backend before the client has it all.
    private bool Stream()
    {
        switch (Facts.Response.Body)
        {
            case BodyStatus.Complete:
                _attempts.Release(Client);
                return !Client.IsSending && End(ExchangeEnd.Answered, "finished");
            case BodyStatus.Invalid:
                Facts.Fail(FailureCode.HttpResponseIncomplete, "the backend cut the response body");
                return MoveTo(ExchangeStep.Fail);
            case var _ when Facts.Response.IsUpgrading && !Client.IsSending:
                MoveTo(ExchangeStep.Tunnel);
                Client.BeginTunnel(Backend);
                return false;
            default:
                return false;
        }
    }

    private bool Answer()
    {
        ExchangeStep next = _failure.Answer(Client, _attempts);
        return next switch
        {
            ExchangeStep.Fail => false, // an interim response goes out first
            ExchangeStep.Ended => End(ExchangeEnd.Reset, FailureCodes.Text(Facts.Outcome.Error)),
            _ => MoveTo(next),
        };
    }

    // What came of a response goes out before it breaks off.
    private bool Cut()
    {
        bool showsCut = Backend.ShowsCut;
        return Client.TryEndCut(showsCut)
            && End(
                showsCut ? ExchangeEnd.CutShort : ExchangeEnd.Reset,
                FailureCodes.Text(Facts.Outcome.Error)
            );
    }

    // Counts and logs; the client hears of it behind the last step.
    private bool End(ExchangeEnd end, string reason)
    {
        MoveTo(ExchangeStep.Ended);
        (_end, _endReason) = (end, reason);
        _services.Counters.Listener(Facts.Listener.State.Id).ActiveRequests--;
        _attempts.EndRetry();
        ExchangeRecord.Write(_services, this);
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MoveTo(ExchangeStep next)
    {
        At = ExchangeMoves.Move(At, next);
        return true;
    }
}
