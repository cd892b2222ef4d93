// Keys of one listener.

using System.Collections.Immutable;
using System.Net;
using Weir.Configuration.Keys;
using Weir.Configuration.Types;
using Weir.Configuration.Values;

namespace Weir.Configuration.Listeners;

/// <summary>Keys of one listener.</summary>
internal static class ListenerKeys
{
    public static readonly KeyTable<ListenerConfig> All = new(
        "listener",
        new ListenerConfig { Name = "", Address = AddressReader.Placeholder }
    );

    public static readonly Key<ListenerConfig, string> Name = All.Add(
        "name",
        KeyTypes.Text,
        l => l.Name,
        (l, v) => l with { Name = v },
        "Its name in logs and metrics.",
        KeyTraits.Required | KeyTraits.ReadApart
    );

    public static readonly FormKey<string> Host = All.AddKey(
        new FormKey<string>(
            "host",
            KeyTypes.Text,
            "With port: an IP address or a host name. Or use address."
        )
        {
            Default = Defaults.ListenHost,
        }
    );

    public static readonly FormKey<int> Port = All.AddKey(
        new FormKey<int>(
            "port",
            KeyTypes.Integer(0, Limits.MaxPort),
            "0: any free port. Or use address."
        )
    );

    public static readonly Key<ListenerConfig, EndpointAddress> Address = All.Add(
        "address",
        KeyTypes.Address,
        l => l.Address,
        (l, v) => l with { Address = v },
        "host:port or [v6]:port.",
        KeyTraits.ReadApart | KeyTraits.NoDefault
    );

    public static readonly AddressKeys Place = AddressKeys.Of(
        All,
        new AddressKeys(Address, Host, Port, AddressUse.Listen) { IsNeeded = true }
    );

    public static readonly Key<ListenerConfig, int> Backlog = All.Add(
        "backlog",
        KeyTypes.Integer(1, Limits.MaxBacklog),
        l => l.Backlog,
        (l, v) => l with { Backlog = v },
        "Connections that may wait to be accepted."
    );

    public static readonly Key<ListenerConfig, ProxyMode> Mode = All.Add(
        "mode",
        KeyTypes.Choice(("tcp", ProxyMode.Tcp), ("http", ProxyMode.Http)),
        l => l.Mode,
        (l, v) => l with { Mode = v },
        "tcp passes bytes on, http routes requests."
    );

    public static readonly Key<ListenerConfig, ImmutableArray<RouteConfig>> Routes = All.Add(
        "routes",
        KeyTypes.Sections(RouteKeys.All, needsOne: false),
        l => l.Routes,
        (l, v) => l with { Routes = v },
        "For http: first match in this order wins.",
        KeyTraits.ReadApart | KeyTraits.WrittenLast,
        when: IsHttp
    );

    public static readonly Key<ListenerConfig, string?> Cluster = All.Add(
        "cluster",
        KeyTypes.OptionalText,
        l => l.Cluster,
        (l, v) => l with { Cluster = v },
        "Where everything goes that no route matches.",
        KeyTraits.ReadApart
    );

    public static readonly Key<ListenerConfig, long> ClientHeaderTimeout = All.Add(
        "clientHeaderTimeout",
        KeyTypes.Duration,
        l => l.ClientHeaderTimeoutMs,
        (l, v) => l with { ClientHeaderTimeoutMs = v },
        "From the first byte of a request to the end of its head.",
        when: IsHttp
    );

    public static readonly Key<ListenerConfig, int> MaxHeaderBytes = All.Add(
        "maxHeaderBytes",
        KeyTypes.Integer(Limits.MinHeaderBytes, Limits.MaxHeaderBytes),
        l => l.MaxHeaderBytes,
        (l, v) => l with { MaxHeaderBytes = v },
        "Largest head of a request.",
        when: IsHttp
    );

    public static readonly Key<ListenerConfig, long> MaxBodyBytes = All.Add(
        "maxBodyBytes",
        KeyTypes.Long(0, Limits.MaxBodyBytes),
        l => l.MaxBodyBytes,
        (l, v) => l with { MaxBodyBytes = v },
        "Largest body of a request; 0: no limit.",
        when: IsHttp
    );

    public static readonly Key<ListenerConfig, int> MaxConnections = All.Add(
        "maxConnections",
        KeyTypes.Integer(0, Limits.MaxConnections),
        l => l.MaxConnections,
        (l, v) => l with { MaxConnections = v },
        "Client connections at one time; 0: no limit."
    );

    public static readonly Key<ListenerConfig, int> MaxConnectionsPerClient = All.Add(
        "maxConnectionsPerClient",
        KeyTypes.Integer(0, Limits.MaxConnections),
        l => l.MaxConnectionsPerClient,
        (l, v) => l with { MaxConnectionsPerClient = v },
        "Connections of one client address (of one /64 in IPv6) at one time; 0: no limit."
    );

    public static readonly Key<ListenerConfig, int> MinDataRate = All.Add(
        "minDataRate",
        KeyTypes.Integer(0, Limits.MaxMinDataRate),
        l => l.MinDataRate,
        (l, v) => l with { MinDataRate = v },
        "Bytes a second that a client must send of a body, or take of a response, once it has been waited for half a minute; 0: any.",
        when: IsHttp
    );

    public static readonly Key<ListenerConfig, bool> HalfClose = All.Add(
        "halfClose",
        KeyTypes.Boolean,
        l => l.HalfClose,
        (l, v) => l with { HalfClose = v },
        "A client that ends its sending side while its response is awaited or under way still gets it; else that means that it has left, unless the end comes right behind its last byte.",
        when: IsHttp
    );

    public static readonly Key<ListenerConfig, bool> TcpDeferAccept = All.Add(
        "tcpDeferAccept",
        KeyTypes.Boolean,
        l => l.TcpDeferAccept,
        (l, v) => l with { TcpDeferAccept = v },
        "The kernel keeps a connection back until it has brought a byte, or for about a second. Until then no limit and no metric knows of it, and a drain resets it.",
        when: IsHttp
    );

    public static readonly Key<ListenerConfig, ImmutableArray<IPNetwork>> TrustedProxies = All.Add(
        "trustedProxies",
        KeyTypes.ListOf<IPNetwork>(ListenerReader.AddNetwork, static network => network.ToString()),
        l => l.TrustedProxies,
        (l, v) => l with { TrustedProxies = v },
        "Networks whose X-Forwarded-*, Forwarded and X-Request-Id are believed.",
        when: IsHttp
    );

    /// <summary>The short form, whose name is always <c>default</c>. The last field, since it takes over all keys above.</summary>
    public static readonly SectionKeys Short = new("listen", All.Keys.Where(key => key != Name))
    {
        Alternatives = All.Alternatives,
    };

    private static bool IsHttp(ListenerConfig listener) => listener.Mode == ProxyMode.Http;
}
