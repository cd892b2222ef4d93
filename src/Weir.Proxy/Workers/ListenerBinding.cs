// A listener inside one worker, and the settings that new clients get.
using Weir.Proxy.Io;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Workers;

/// <summary>Ties a reactor's listeners to the listener of the config; a reload replaces the settings.</summary>
internal sealed class ListenerBinding(ListenerSnapshot snapshot)
{
    public ListenerSnapshot Snapshot { get; set; } = snapshot;

    /// <summary>One, unless sockets were inherited from a process with more workers.</summary>
    public List<Listener> Listeners { get; } = [];

    public void Stop() => Listeners.ForEach(static listener => listener.Stop());
}
