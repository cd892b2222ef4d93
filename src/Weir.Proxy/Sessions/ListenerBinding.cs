// A listener inside one worker: its sockets there, and the settings in force. Every session that it accepted holds it.
using Weir.Proxy.Io;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Sessions;

/// <summary>Ties a reactor's listeners and their sessions to the listener of the config; a reload replaces the settings.</summary>
internal sealed class ListenerBinding(ListenerSnapshot snapshot)
{
    private readonly List<Listener> _listeners = []; // one, unless sockets were inherited from a process with more workers

    /// <summary>What the next request is served by.</summary>
    public ListenerSnapshot Snapshot { get; set; } = snapshot;

    /// <summary>True once no listener of the config goes on with its connections: each ends with the request under way.</summary>
    public bool IsRemoved { get; private set; }

    public void Add(Listener listener) => _listeners.Add(listener);

    /// <summary>Goes on with the sockets of another; what they accept from now on is this one's.</summary>
    public void TakeOver(ListenerBinding other)
    {
        foreach (Listener listener in other._listeners)
        {
            listener.Tag = this;
            _listeners.Add(listener);
        }

        other._listeners.Clear();
    }

    /// <summary>Accepts what is in the queues, then no more.</summary>
    public void Stop()
    {
        _listeners.ForEach(static listener => listener.Stop());
        _listeners.Clear();
    }

    /// <summary>Its listener has left the config.</summary>
    public void Remove()
    {
        IsRemoved = true;
        Stop();
    }
}
