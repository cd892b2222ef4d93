// One listener as written, defaults filled in.
using System.Collections.Immutable;
using System.Net;
using Weir.Configuration.Values;

namespace Weir.Configuration.Listeners;

/// <summary>A listening address and what happens to its clients.</summary>
public sealed record ListenerConfig
{
    public required string Name { get; init; }

    /// <summary>Never a Unix socket. Port 0 stands for any free port.</summary>
    public required EndpointAddress Address { get; init; }

    /// <summary>The second argument of listen(2).</summary>
    public int Backlog { get; init; } = Defaults.Backlog;

    public ProxyMode Mode { get; init; } = ProxyMode.Tcp;

    /// <summary>In file order, first match wins. Empty in tcp mode.</summary>
    public ImmutableArray<RouteConfig> Routes { get; init; } = [];

    /// <summary>Where everything goes in tcp mode, or in http mode when no route matches; null: nowhere.</summary>
    public string? Cluster { get; init; }

    /// <summary>From the first byte of a request to the end of its head.</summary>
    public long ClientHeaderTimeoutMs { get; init; } = Defaults.ClientHeaderTimeoutMs;

    /// <summary>Largest request head, request line included.</summary>
    public int MaxHeaderBytes { get; init; } = Defaults.MaxHeaderBytes;

    /// <summary>Largest request body; 0: no limit.</summary>
    public long MaxBodyBytes { get; init; }

    /// <summary>Client connections at one time, over all reactors; 0: no limit.</summary>
    public int MaxConnections { get; init; }

    /// <summary>Connections of one client address (of one /64 in IPv6) at one time; 0: no limit.</summary>
    public int MaxConnectionsPerClient { get; init; }

    /// <summary>Bytes a second that a client owes while it is waited for (<see cref="Limits.DataRateGraceMs"/>); 0: any rate will do.</summary>
    public int MinDataRate { get; init; } = Defaults.MinDataRate;

    /// <summary>A client's FIN means at any time that it has said all, never that it has left (docs/adr/0008). Without effect in tcp mode, where it is passed on.</summary>
    public bool HalfClose { get; init; }

    /// <summary>Connections come to accept(2) with their first bytes (TCP_DEFER_ACCEPT, tcp(7)). Without effect in tcp mode, where the server may speak first.</summary>
    public bool TcpDeferAccept { get; init; }

    /// <summary>Peers whose forwarding headers are believed.</summary>
    public ImmutableArray<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>By value, lists included; values without effect in its mode do not count.</summary>
    public bool Equals(ListenerConfig? other) => ListenerKeys.All.AreEqual(this, other);

    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}
