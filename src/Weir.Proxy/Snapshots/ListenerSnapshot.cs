// One listener as compiled: what a session needs to know of it, without a look-up by name.
using System.Net;
using Weir.Configuration.Listeners;
using Weir.Proxy.Backends;
using Weir.Proxy.Policies;
using Weir.Proxy.Primitives;
using Weir.Proxy.Routing;

namespace Weir.Proxy.Snapshots;

/// <summary>A listener of one config. Immutable; a request keeps the one in force when its head was complete.</summary>
public sealed class ListenerSnapshot
{
    public required ListenerState State { get; init; }

    public required ListenerConfig Config { get; init; }

    /// <summary>What this listener is called in Via.</summary>
    public required byte[] Pseudonym { get; init; }

    /// <summary>Routes of an http listener, its own cluster last; in tcp mode it is not asked.</summary>
    public required Router Router { get; init; }

    /// <summary>
    /// Where its routes lead, by their index, and last the listener's own cluster, if it has one. A worker knows what is in force there.
    /// </summary>
    public required ClusterState[] Clusters { get; init; }

    /// <summary>What takes part in the requests of each of its routes, beside picking a backend; no key gives a route policies of its own.</summary>
    public required PolicyChain Policies { get; init; }

    /// <summary>Where a tcp listener's clients go; null in http mode.</summary>
    public ClusterState? TcpCluster { get; init; }

    /// <summary>Microseconds without a byte before a client is closed; 0: never.</summary>
    public required long ClientIdleUs { get; init; }

    /// <summary>Of content, in one request's body.</summary>
    public long MostBodyBytes => Config.MaxBodyBytes > 0 ? Config.MaxBodyBytes : long.MaxValue;

    public string Name => State.Name;

    /// <summary>Where a route of this listener leads.</summary>
    public ClusterState ClusterOf(Route route) =>
        route.Index == Route.FallbackIndex ? Clusters[^1] : Clusters[route.Index];

    /// <summary>Whether what this peer says of the client in forwarding headers is believed.</summary>
    public bool Trusts(in SocketEndpoint peer)
    {
        if (Config.TrustedProxies.IsEmpty || peer.ToIPAddress() is not { } address)
        {
            return false;
        }

        foreach (IPNetwork network in Config.TrustedProxies)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
