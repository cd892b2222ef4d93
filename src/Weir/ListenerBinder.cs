// Finds the sockets of a config's listeners before it takes effect, so that a busy port changes nothing. Used by the thread that applies configs.
using Weir.Handover;
using Weir.Linux;
using Weir.Proxy.Configuration;
using Weir.Proxy.Primitives;

namespace Weir;

/// <summary>Holds the sockets of all listeners in force: bound here, inherited, or passed on from a listener that had the address before.</summary>
internal sealed class ListenerBinder(int workers, InheritedSockets inherited) : IDisposable
{
    private const int PausesAtStart = 20;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

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
            )
            {
                result.Groups[i] = bound.Group;
                continue;
            }

            if (TryBind(listener, result, i) is { } problem)
            {
                problems.Add($"listener {listener.Name}: {problem}");
            }
        }

        if (problems.Count == 0)
        {
            return result;
        }

        result.Dispose();
        return null;
    }

    /// <summary>The config with these sockets is in force; those of listeners that are gone close with the workers' copies.</summary>
    public void Commit(IReadOnlyList<ListenerConfig> listeners, BoundListeners bound)
    {
        foreach (Bound before in _bound.Values.Where(b => !bound.Groups.Contains(b.Group)))
        {
            before.Group.Dispose();
        }

        _bound.Clear();
        for (int i = 0; i < listeners.Count; i++)
        {
            ListenerConfig listener = listeners[i];
            SocketGroup group = bound.Groups[i]!; // there is one for each listener of a config in force
            group.SetBacklog(listener.Backlog);
            group.SetDeferAccept(listener is { Mode: ProxyMode.Http, TcpDeferAccept: true });
            _bound[listener.Name] = new(listener.Address.Text, group);
        }
    }

    /// <summary>All sockets, for a process that takes over.</summary>
    public IEnumerable<HandedListener> CopyForChild(ChildDescriptors copies) =>
        _bound.Select(b => new HandedListener(
            b.Key,
            b.Value.Address,
            b.Value.Group.CopyForChild(copies)
        ));

    /// <summary>Lets go of the sockets: from now on each is closed with the worker's copy.</summary>
    public void Dispose()
    {
        foreach (Bound bound in _bound.Values)
        {
            bound.Group.Dispose();
        }

        _bound.Clear();
    }

    // Returns the problem.
    private string? TryBind(ListenerConfig listener, BoundListeners result, int index)
    {
        SocketEndpoint[] endpoints = NameResolver.ResolveOnce(listener.Address);
        if (endpoints.Length == 0)
        {
            return $"cannot listen on {listener.Address}: the name does not resolve";
        }

        // An address that another listener of ours has (it was renamed, or it swaps) is no stranger's.
        SocketEndpoint endpoint = endpoints[0];
        SocketGroup? group = _bound.Values.FirstOrDefault(b => b.Group.Local == endpoint)?.Group;
        string? problem = null;
        if (group is null)
        {
            group =
                inherited.Claim(listener.Name, listener.Address.Text, endpoint)
                ?? Bind(endpoint, listener.Backlog, out problem);
            if (group is null)
            {
                return problem;
            }

            result.NewGroups.Add(group);
        }

        result.Groups[index] = group;
        result.Shares[index] = group.TryShare(workers, out problem);
        return problem;
    }

    // A process killed a moment ago may hold the address a little longer: the kernel takes an io_uring apart after its end. Whoever starts
    // it again at once need not know.
    private SocketGroup? Bind(SocketEndpoint endpoint, int backlog, out string? problem)
    {
        int pauses = _bound.Count == 0 ? PausesAtStart : 0;
        while (pauses-- > 0 && KernelSockets.IsTaken(endpoint))
        {
            Thread.Sleep(s_pause);
        }

        return SocketGroup.TryBind(endpoint, backlog, workers, out problem);
    }

    private sealed record Bound(string Address, SocketGroup Group);
}
