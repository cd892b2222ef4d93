// The future of a simulated network: events by time, then by the order in which they were scheduled.
namespace Weir.Simulation.Network;

/// <summary>A priority queue with cheap cancellation that knows how much foreground work is left.</summary>
internal sealed class EventQueue
{
    private readonly PriorityQueue<SimEvent, (long AtUs, long Sequence)> _events = new();
    private long _sequence;

    /// <summary>Pending events that are not background.</summary>
    public int ForegroundCount { get; private set; }

    public SimEvent Add(long atUs, Action action, bool isBackground)
    {
        var added = new SimEvent(this, atUs, action, isBackground);
        _events.Enqueue(added, (atUs, _sequence++));
        ForegroundCount += isBackground ? 0 : 1;
        return added;
    }

    /// <summary>The next pending event, left in the queue; null when there is none.</summary>
    public SimEvent? Peek()
    {
        while (_events.TryPeek(out SimEvent? next, out _))
        {
            if (next.IsPending)
            {
                return next;
            }

            _events.Dequeue();
        }

        return null;
    }

    /// <summary>Takes the event that <see cref="Peek"/> has just shown.</summary>
    public void Take(SimEvent next)
    {
        _events.Dequeue();
        next.IsPending = false;
        OnSettled(next);
    }

    internal void OnSettled(SimEvent settled) => ForegroundCount -= settled.IsBackground ? 0 : 1;
}
