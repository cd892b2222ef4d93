// Sessions of one worker that wait for a place on a cluster whose backends are all at their limit, in order of arrival.
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Sessions;

/// <summary>First come, first served. Those who left are skipped by their ticket.</summary>
internal sealed class WaitQueue
{
    private readonly RingQueue<(IWaiter Waiter, int Ticket)> _waiters = new();
    private (IWaiter Waiter, int Ticket)? _first;
    private int _lastTicket;

    /// <summary>Joins the queue; the ticket is never 0.</summary>
    public int Join(IWaiter waiter)
    {
        _lastTicket = _lastTicket == int.MaxValue ? 1 : _lastTicket + 1;
        _waiters.Enqueue((waiter, _lastTicket));
        return _lastTicket;
    }

    /// <summary>Serves waiters until one finds no place.</summary>
    public void Serve()
    {
        while (_first is not null || _waiters.Count > 0)
        {
            if (_first is not { } next)
            {
                _waiters.TryDequeue(out next);
            }

            _first = null;
            if (next.Waiter.WaitTicket == next.Ticket && !next.Waiter.OnRoom())
            {
                _first = next;
                return;
            }
        }
    }
}
