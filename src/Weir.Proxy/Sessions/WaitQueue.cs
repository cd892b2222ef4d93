// Sessions of one worker that wait for a place on a cluster whose backends are all at their limit, in order of arrival.
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Sessions;

/// <summary>
/// First come, first served. Those who left are skipped by their ticket. Who has tried backends already and cannot take just any
/// place waits apart, so that nobody waits behind such a one for a place that is free.
/// </summary>
internal sealed class WaitQueue
{
    private readonly RingQueue<(IWaiter Waiter, int Ticket)> _waiters = new();
    private readonly RingQueue<(IWaiter Waiter, int Ticket)> _selective = new();
    private (IWaiter Waiter, int Ticket)? _first;

    /// <summary>Waiters that would take any place. While there are some, newcomers go behind them.</summary>
    public int OrderlyCount { get; private set; }

    /// <summary>Joins the queue with its ticket, which no other wait of this worker has.</summary>
    public void Join(IWaiter waiter, bool isSelective)
    {
        (isSelective ? _selective : _waiters).Enqueue((waiter, waiter.WaitTicket));
        OrderlyCount += isSelective ? 0 : 1;
    }

    /// <summary>A waiter has been served or left; it says again how it joined.</summary>
    public void Leave(bool isSelective) => OrderlyCount -= isSelective ? 0 : 1;

    /// <summary>Serves waiters of a <paramref name="reactor"/> until one that would take any place finds none.</summary>
    public void Serve(Reactor? reactor = null)
    {
        // Those have come a longer way; who finds nothing keeps its place among them.
        for (int left = _selective.Count; left > 0 && _selective.TryDequeue(out var next); left--)
        {
            if (next.Waiter.WaitTicket == next.Ticket && !IsDone(next.Waiter, reactor))
            {
                _selective.Enqueue(next);
            }
        }

        while (_first is not null || _waiters.Count > 0)
        {
            if (_first is not { } next)
            {
                _waiters.TryDequeue(out next);
            }

            _first = null;
            if (next.Waiter.WaitTicket == next.Ticket && !IsDone(next.Waiter, reactor))
            {
                _first = next;
                return;
            }
        }
    }

    // One whose code fails does not keep the others waiting.
    private static bool IsDone(IWaiter waiter, Reactor? reactor)
    {
        try
        {
            return waiter.OnRoom();
        }
        catch (Exception defect) when (reactor is not null)
        {
            if (!reactor.TryContain(waiter, defect))
            {
                throw;
            }

            return true;
        }
    }
}
