// Finds the sockets of a config's listeners before it takes effect, so that a busy port changes nothing. Used by the thread that applies configs.
using Weir.Configuration;
using Weir.Configuration.Listeners;
using Weir.Configuration.Values;
using Weir.Discovery.Names;
using Weir.Handover;
using Weir.Linux;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Composition;

/// <summary>
/// Holds the sockets of all listeners in force: bound here, inherited, or passed on from a listener that had the address before. Where an
/// address becomes wider (127.0.0.1, 0.0.0.0, [::]) the narrower sockets stay open and go over to it, so that no connection in their
/// queues or on its way to them is lost.
/// </summary>
internal sealed class ListenerBinder(int workers, InheritedSockets inherited, PortBinder ports)
    : IDisposable
{
    private readonly Dictionary<string, Bound> _bound = new(StringComparer.Ordinal);

    /// <summary>Binds what is new. Null, with the reasons in <paramref name="problems"/>, when any listener could not be bound: then none is.</summary>
    public BoundListeners? TryBind(WeirConfig config, List<string> problems)
    {
        IReadOnlyList<ListenerConfig> listeners = config.Listeners;
        var result = new BoundListeners(listeners.Count);
        var endpoints = new SocketEndpoint?[listeners.Count];
        HashSet<SocketGroup> free = [.. _bound.Values.SelectMany(bound => bound.Groups)];
        for (int i = 0; i < listeners.Count; i++)
        {
            endpoints[i] = EndpointOf(listeners[i], problems);
            Claim(listeners[i], endpoints[i], free, result, i);
        }

        // What has its very address is taken by now; names, and every address for one family, come second.
        for (int i = 0; i < listeners.Count; i++)
        {
            if (result.Groups[i].Count == 0 && endpoints[i] is { } endpoint)
            {
                BindOrInherit(config, i, endpoint, free, result, problems);
            }
        }

        if (problems.Count == 0)
        {
            HandOver(free, result);
            Share(listeners, result, problems);
        }

        if (problems.Count == 0)
        {
            ports.EndStart();
            return result;
        }

        result.Dispose();
        return null;
    }

    /// <summary>The config with these sockets is in force; those of listeners that are gone close with the workers' copies.</summary>
    public void Commit(IReadOnlyList<ListenerConfig> listeners, BoundListeners bound)
    {
        HashSet<SocketGroup> kept = [.. bound.Groups.SelectMany(groups => groups)];
        foreach (
            SocketGroup gone in _bound
                .Values.SelectMany(b => b.Groups)
                .Where(g => !kept.Contains(g))
        )
        {
            gone.Dispose();
        }

        _bound.Clear();
        for (int i = 0; i < listeners.Count; i++)
        {
            ListenerConfig listener = listeners[i];
            foreach (SocketGroup group in bound.Groups[i])
            {
                group.SetBacklog(listener.Backlog);
                group.SetDeferAccept(listener is { Mode: ProxyMode.Http, TcpDeferAccept: true });
            }

            _bound[listener.Name] = new(listener.Address.Text, bound.Groups[i]);
        }
    }

    /// <summary>All sockets, for a process that takes over.</summary>
    public IEnumerable<HandedListener> CopyForChild(ChildDescriptors copies) =>
        _bound.Select(b => new HandedListener(
            b.Key,
            b.Value.Address,
            [.. b.Value.Groups.SelectMany(group => group.CopyForChild(copies))]
        ));

    /// <summary>Lets go of the sockets: from now on each is closed with the worker's copy.</summary>
    public void Dispose()
    {
        foreach (SocketGroup group in _bound.Values.SelectMany(bound => bound.Groups))
        {
            group.Dispose();
        }

        _bound.Clear();
    }

    // A listener that stays where it was is not looked up again: a name may lead elsewhere by now, and port 0 to any port.
    private SocketEndpoint? EndpointOf(ListenerConfig listener, List<string> problems)
    {
        if (Before(listener) is { } bound)
        {
            return bound.Groups[0].Local;
        }

        SocketEndpoint[] endpoints = NameResolver.ResolveOnce(listener.Address);
        if (endpoints.Length > 0)
        {
            return endpoints[0];
        }

        problems.Add(
            $"listener {listener.Name}: cannot listen on {listener.Address}: the name does not resolve"
        );
        return null;
    }

    private Bound? Before(ListenerConfig listener) =>
        _bound.TryGetValue(listener.Name, out Bound? bound)
        && string.Equals(bound.Address, listener.Address.Text, StringComparison.Ordinal)
            ? bound
            : null;

    // An address that another listener of ours has (it was renamed, or it swaps) is not taken by another process.
    private void Claim(
        ListenerConfig listener,
        SocketEndpoint? wanted,
        HashSet<SocketGroup> free,
        BoundListeners result,
        int index
    )
    {
        if (wanted is not { } endpoint)
        {
            return;
        }

        SocketGroup? group =
            Before(listener)?.Groups[0] is { } own && free.Contains(own)
                ? own
                : free.FirstOrDefault(g => g.Local == endpoint);
        if (group is not null)
        {
            free.Remove(group);
            result.Groups[index].Add(group);
        }
        else if (inherited.ClaimExact(endpoint) is { } adopted)
        {
            Add(adopted, result, index);
        }
    }

    private void BindOrInherit(
        WeirConfig config,
        int index,
        SocketEndpoint endpoint,
        HashSet<SocketGroup> free,
        BoundListeners result,
        List<string> problems
    )
    {
        ListenerConfig listener = config.Listeners[index];
        SocketGroup? group = inherited.Claim(listener.Name, listener.Address.Text, endpoint);
        string? problem = null;
        if (group is null && OwnerOf(endpoint, config, result) is { } owner)
        {
            // Its sockets and ours would get a part of the connections each, by chance.
            problem = $"cannot listen on {endpoint}: {owner} does";
        }
        else if (group is null)
        {
            bool isIPv6Alone =
                PortBinder.HasEveryIPv4(config, endpoint.Port)
                || free.Any(g => IsEveryIPv4(g.Local) && g.Local.Port == endpoint.Port);
            group = ports.Bind(endpoint, listener.Backlog, workers, isIPv6Alone, out problem);
        }

        if (group is null)
        {
            problems.Add($"listener {listener.Name}: {problem}");
            return;
        }

        Add(group, result, index);
    }

    private static void Add(SocketGroup group, BoundListeners result, int index)
    {
        result.NewGroups.Add(group);
        result.Groups[index].Add(group);
    }

    private static string? OwnerOf(
        SocketEndpoint endpoint,
        WeirConfig config,
        BoundListeners result
    )
    {
        int index = Array.FindIndex(
            result.Groups,
            groups => groups.Exists(group => group.Local == endpoint)
        );
        return index >= 0 ? $"the listener {config.Listeners[index].Name}"
            : IsAt(config.Admin.Address, endpoint) ? "the admin API"
            : IsAt(config.Scaling.Address, endpoint) ? "the external scaler"
            : null;
    }

    private static bool IsAt(EndpointAddress? address, SocketEndpoint endpoint) =>
        address is { Port: > 0 }
        && address.Port == endpoint.Port
        && NameResolver.ResolveOnce(address).Contains(endpoint);

    // Sockets that no listener is called for by their address go to one that covers it.
    private void HandOver(HashSet<SocketGroup> free, BoundListeners result)
    {
        for (int i = 0; i < result.Groups.Length; i++)
        {
            SocketEndpoint wide = result.Groups[i][0].Local;
            foreach (SocketGroup group in free.Where(g => Covers(wide, g.Local, result)).ToArray())
            {
                free.Remove(group);
                result.Groups[i].Add(group);
            }

            while (inherited.ClaimWhere(local => Covers(wide, local, result)) is { } adopted)
            {
                Add(adopted, result, i);
            }
        }
    }

    private static bool Covers(SocketEndpoint wide, SocketEndpoint narrow, BoundListeners result)
    {
        bool isSamePort = wide.Port == narrow.Port && wide != narrow && wide.Bits == UInt128.Zero;
        if (!isSamePort || wide.Family == SocketFamily.Unix || narrow.Family == SocketFamily.Unix)
        {
            return false;
        }

        // IPv4 addresses belong to 0.0.0.0 where somebody has it, else to [::].
        return wide.Family == narrow.Family
            || (
                wide.Family == SocketFamily.IPv6
                && !Array.Exists(
                    result.Groups,
                    groups => IsEveryIPv4(groups[0].Local) && groups[0].Local.Port == wide.Port
                )
            );
    }

    private static bool IsEveryIPv4(in SocketEndpoint endpoint) =>
        endpoint is { Family: SocketFamily.IPv4 } && endpoint.Bits == UInt128.Zero;

    private void Share(
        IReadOnlyList<ListenerConfig> listeners,
        BoundListeners result,
        List<string> problems
    )
    {
        for (int i = 0; i < listeners.Count; i++)
        {
            if (Before(listeners[i])?.Groups.SequenceEqual(result.Groups[i]) == true)
            {
                continue;
            }

            var shares = new ListenSocket[workers][];
            Array.Fill(shares, []);
            result.Shares[i] = shares;
            foreach (SocketGroup group in result.Groups[i])
            {
                if (group.TryShare(workers, out string? problem) is not { } copies)
                {
                    problems.Add($"listener {listeners[i].Name}: {problem}");
                    break;
                }

                for (int worker = 0; worker < workers; worker++)
                {
                    shares[worker] = [.. shares[worker], .. copies[worker]];
                }
            }
        }
    }

    private sealed record Bound(string Address, IReadOnlyList<SocketGroup> Groups);
}
