// The listeners of one worker: which of its sockets and client connections belong to which listener of the config.
using Weir.Proxy.Io;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Workers;

/// <summary>Follows the config. Owned by its worker, which gets what the sockets accept.</summary>
internal sealed class WorkerListeners(Reactor reactor, IListenerOwner owner)
{
    private Dictionary<ListenerState, ListenerBinding> _bindings = [];

    /// <summary>Sockets that accept, those included that stop and still have something in their queues.</summary>
    public int OpenCount { get; private set; }

    /// <summary>
    /// Puts the listeners of a config into force. Connections go on with the listener of the same name, else with the one that has taken
    /// over the address, if it is of the same mode; the rest are a removed listener's.
    /// </summary>
    public void Apply(WorkerPlan plan)
    {
        Dictionary<ListenerState, ListenerBinding> left = _bindings;
        ListenerSnapshot[] listeners = plan.Snapshot.Listeners;
        var before = new ListenerBinding?[listeners.Length];
        for (int i = 0; i < listeners.Length; i++)
        {
            left.Remove(listeners[i].State, out before[i]);
        }

        _bindings = [];
        for (int i = 0; i < listeners.Length; i++)
        {
            ListenerBinding? previous = before[i] ?? TakeRenamed(left, listeners[i]);
            _bindings[listeners[i].State] = Bind(listeners[i], previous, plan.NewSockets[i]);
        }

        foreach (ListenerBinding gone in left.Values)
        {
            gone.Remove();
        }
    }

    /// <summary>The worker drains.</summary>
    public void Stop()
    {
        foreach (ListenerBinding binding in _bindings.Values)
        {
            binding.Stop();
        }

        _bindings.Clear();
    }

    /// <summary>One that was told to stop has done so.</summary>
    public void OnStopped() => OpenCount--;

    private static ListenerBinding? TakeRenamed(
        Dictionary<ListenerState, ListenerBinding> left,
        ListenerSnapshot listener
    )
    {
        foreach ((ListenerState state, ListenerBinding binding) in left)
        {
            if (
                state.Local == listener.State.Local
                && binding.Snapshot.Config.Mode == listener.Config.Mode
            )
            {
                left.Remove(state);
                return binding;
            }
        }

        return null;
    }

    private ListenerBinding Bind(
        ListenerSnapshot listener,
        ListenerBinding? previous,
        ListenSocket[]? sockets
    )
    {
        ListenerBinding binding;
        if (previous is not null && previous.Snapshot.Config.Mode == listener.Config.Mode)
        {
            binding = previous;
            binding.Snapshot = listener;
        }
        else
        {
            binding = new ListenerBinding(listener);
        }

        if (sockets is not null)
        {
            previous?.Stop();
            foreach (ListenSocket socket in sockets)
            {
                OpenCount++;
                binding.Add(reactor.Accept(socket, owner, binding));
            }
        }

        // No new sockets means that some are there; under another mode they go on, and the connections do not.
        if (previous is not null && previous != binding)
        {
            binding.TakeOver(previous);
            previous.Remove();
        }

        return binding;
    }
}
