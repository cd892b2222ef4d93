// Binds the sockets of a config's listeners before it takes effect, so that a busy port changes nothing. Used by the thread that applies configs.
using Weir.Linux;
using Weir.Proxy.Configuration;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir;

/// <summary>Knows which listeners are bound, and makes one socket a worker for each new one (SO_REUSEPORT).</summary>
internal sealed class ListenerBinder(SocketFactory sockets, int workers)
{
    private readonly Dictionary<string, Bound> _bound = new(StringComparer.Ordinal);

    /// <summary>Binds what is new. Null, with the reasons in <paramref name="problems"/>, when any listener could not be bound: then none is.</summary>
    public BoundListeners? TryBind(IReadOnlyList<ListenerConfig> listeners, List<string> problems)
    {
        var result = new BoundListeners(listeners.Count);
        for (int i = 0; i < listeners.Count; i++)
        {
            ListenerConfig listener = listeners[i];
            if (
                _bound.TryGetValue(listener.Name, out Bound? bound)
                && string.Equals(bound.Address, listener.Address.Text, StringComparison.Ordinal)
                && bound.Backlog == listener.Backlog
            )
            {
                result.Locals[i] = bound.Local;
                continue;
            }

            if (TryBind(listener, out ListenSocket[] made, out string? error))
            {
                result.Sockets[i] = made;
                result.Locals[i] = made[0].Local;
            }
            else
            {
                problems.Add($"listener {listener.Name}: {error}");
            }
        }

        if (problems.Count == 0)
        {
            return result;
        }

        result.Dispose();
        return null;
    }

    /// <summary>The config with these sockets is in force.</summary>
    public void Commit(IReadOnlyList<ListenerConfig> listeners, BoundListeners bound)
    {
        _bound.Clear();
        for (int i = 0; i < listeners.Count; i++)
        {
            ListenerConfig listener = listeners[i];
            _bound[listener.Name] = new(listener.Address.Text, listener.Backlog, bound.Locals[i]);
        }
    }

    private bool TryBind(ListenerConfig listener, out ListenSocket[] made, out string? error)
    {
        made = [];
        SocketEndpoint[] endpoints = NameResolver.ResolveOnce(listener.Address);
        if (endpoints.Length == 0)
        {
            error = $"cannot listen on {listener.Address}: the name does not resolve";
            return false;
        }

        // An address that another listener of ours has (it was renamed, or its backlog changed) is no stranger's.
        bool isOurs = _bound.Values.Any(b => b.Local == endpoints[0]);
        return isOurs
            ? KernelSockets.TryJoin(endpoints[0], listener.Backlog, workers, out made, out error)
            : sockets.TryListen(endpoints[0], listener.Backlog, workers, out made, out error);
    }

    private sealed record Bound(string Address, int Backlog, SocketEndpoint Local);
}
