// Something that happens at a virtual time. Made by SimNetwork.After and held by whoever may want to cancel it.
namespace Weir.Simulation.Network;

/// <summary>A scheduled action; cancelling it is cheap and may be done at any time.</summary>
public sealed class SimEvent
{
    private readonly EventQueue _queue;

    internal SimEvent(EventQueue queue, long atUs, Action action, bool isBackground)
    {
        _queue = queue;
        AtUs = atUs;
        Action = action;
        IsBackground = isBackground;
    }

    public long AtUs { get; }

    /// <summary>True for what goes on for ever by itself (heartbeats, faults to come): it keeps no run alive.</summary>
    public bool IsBackground { get; }

    /// <summary>True from scheduling until it ran or was cancelled.</summary>
    public bool IsPending { get; internal set; } = true;

    internal Action Action { get; }

    public void Cancel()
    {
        if (IsPending)
        {
            IsPending = false;
            _queue.OnSettled(this);
        }
    }
}
