// Accepts for a SimReactor. Owned by the reactor's thread.
using System.Diagnostics;
using Weir.Proxy.Io;
using Weir.Simulation.Network;

namespace Weir.Simulation.Engine;

/// <summary>Takes connections from one accept queue, in turns, until stopped.</summary>
public sealed class SimListener : Listener
{
    private const int AcceptsATurn = 16;
    private const long FailurePauseUs = 50_000;
    private readonly SimReactor _reactor;
    private readonly SimAcceptQueue _queue;
    private readonly IListenerOwner _owner;
    private SimEvent? _pause;
    private bool _isQueued;
    private bool _isStopping;

    internal SimListener(SimReactor reactor, SimAcceptQueue queue, IListenerOwner owner)
    {
        _reactor = reactor;
        _queue = queue;
        _owner = owner;
    }

    public override void Stop()
    {
        Debug.Assert(!_isStopping, "a second stop");
        _isStopping = true;
        if (!_queue.IsClosed)
        {
            Queue();
        }
    }

    internal void Start()
    {
        _queue.OnWaiting = Queue;
        if (_queue.Count > 0)
        {
            Queue();
        }
    }

    internal void Deliver(in SimCompletion completion)
    {
        Debug.Assert(completion.Kind == SimCompletionKind.Accept);
        _isQueued = false;
        SimNetwork network = _reactor.Network;
        for (int left = AcceptsATurn; left > 0 && _queue.Count > 0; left--)
        {
            FaultProfile profile = network.ProfileOf(_queue.Local);
            bool isExhausted = _reactor.Descriptors.AreExhausted;
            if (isExhausted || network.Rng.Chance(profile.AcceptFailureProbability))
            {
                network.Note(
                    isExhausted ? "no descriptor to accept" : "accept failed",
                    _reactor.Id
                );
                _pause = network.After(FailurePauseUs, Queue);
                _owner.OnAcceptFailed(this, IoStatus.NoResources);
                return;
            }

            bool isAborted = network.Rng.Chance(profile.AcceptAbortProbability);
            if (!_queue.TryAccept(out SimSocket? socket))
            {
                break;
            }

            if (isAborted)
            {
                // The engines pass over an error of the connection itself, as accept(2) asks for.
                network.Note("accept aborted", socket.Id, _reactor.Id);
                socket.Reset();
            }
            else
            {
                network.Note("accept", socket.Id, _reactor.Id);
                _owner.OnAccepted(this, _reactor.Adopt(socket));
            }
        }

        if (_queue.Count > 0)
        {
            Queue();
        }
        else if (_isStopping && !_queue.IsClosed)
        {
            Abandon();
            _owner.OnStopped(this);
        }
    }

    /// <summary>Closes the socket; who waits in the queue is reset.</summary>
    internal void Abandon()
    {
        _pause?.Cancel();
        _reactor.Remove(this);
        _queue.Close();
    }

    private void Queue()
    {
        if (!_isQueued && _pause is not { IsPending: true })
        {
            _isQueued = true;
            _reactor.Complete(new SimCompletion(SimCompletionKind.Accept, null, this, IoStatus.Ok));
        }
    }
}
