// Deferred work that writes down when it came, and does what the test wants.
using Weir.Proxy.Io;

namespace Weir.Simulation.Contract;

/// <summary>One piece of work, which may be deferred again and again.</summary>
public sealed class DeferredNotes(List<string> notes, string name, Action<DeferredNotes>? then)
    : IDeferred
{
    public void OnDeferred()
    {
        notes.Add(name);
        then?.Invoke(this);
    }
}
