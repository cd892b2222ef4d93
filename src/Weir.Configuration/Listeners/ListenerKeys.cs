// Keys of one listener.

using System.Collections.Immutable;
using Weir.Configuration.Keys;

namespace Weir.Configuration.Listeners;

/// <summary>Keys of one listener.</summary>
internal static class ListenerKeys
{
    public static readonly TextKey Name = new("name", null, "Its name in logs and metrics.");

    public static readonly TextKey Host = new(
        "host",
        Defaults.ListenHost,
        "With port: an IP address or a host name. Or use address."
    );

    public static readonly IntegerKey Port = new(
        "port",
        0,
        Limits.MaxPort,
        null,
        "0: any free port. Or use address."
    );

    public static readonly TextKey Address = new("address", null, "host:port or [v6]:port.");

    public static readonly IntegerKey Backlog = new(
        "backlog",
        1,
        Limits.MaxBacklog,
        Defaults.Backlog,
        "Connections that may wait to be accepted."
    );

    public static readonly ChoiceKey<ProxyMode> Mode = new(
        "mode",
        ChoiceMaps.Mode,
        ProxyMode.Tcp,
        "tcp passes bytes on, http routes requests."
    );

    public static readonly SectionListKey Routes = new(
        "routes",
        RouteKeys.All,
        needsOne: false,
        "For http: first match in this order wins."
    );

    public static readonly TextKey Cluster = new(
        "cluster",
        null,
        "Where everything goes that no route matches."
    );

    public static readonly DurationKey ClientHeaderTimeout = new(
        "clientHeaderTimeout",
        Defaults.ClientHeaderTimeoutMs,
        false,
        "From the first byte of a request to the end of its head."
    );

    public static readonly IntegerKey MaxHeaderBytes = new(
        "maxHeaderBytes",
        Limits.MinHeaderBytes,
        Limits.MaxHeaderBytes,
        Defaults.MaxHeaderBytes,
        "Largest head of a request."
    );

    public static readonly IntegerKey MaxBodyBytes = new(
        "maxBodyBytes",
        0,
        Limits.MaxBodyBytes,
        0,
        "Largest body of a request; 0: no limit."
    );

    public static readonly IntegerKey MaxConnections = new(
        "maxConnections",
        0,
        Limits.MaxConnections,
        0,
        "Client connections at one time; 0: no limit."
    );

    public static readonly IntegerKey MaxConnectionsPerClient = new(
        "maxConnectionsPerClient",
        0,
        Limits.MaxConnections,
        0,
        "Connections of one client address (of one /64 in IPv6) at one time; 0: no limit."
    );

    public static readonly IntegerKey MinDataRate = new(
        "minDataRate",
        0,
        Limits.MaxMinDataRate,
        Defaults.MinDataRate,
        "Bytes a second that a client must send of a body, or take of a response, once it has been waited for half a minute; 0: any."
    );

    public static readonly BooleanKey HalfClose = new(
        "halfClose",
        false,
        "A client that ends its sending side while its response is awaited or under way still gets it; else that means that it has left, unless the end comes right behind its last byte."
    );

    public static readonly BooleanKey TcpDeferAccept = new(
        "tcpDeferAccept",
        false,
        "The kernel keeps a connection back until it has brought a byte, or for about a second. Until then no limit and no metric knows of it, and a drain resets it."
    );

    public static readonly TextListKey TrustedProxies = new(
        "trustedProxies",
        "Networks whose X-Forwarded-*, Forwarded and X-Request-Id are believed."
    );

    private static readonly ImmutableArray<ConfigKey> WithoutName =
    [
        Host,
        Port,
        Address,
        Backlog,
        Mode,
        Routes,
        Cluster,
        ClientHeaderTimeout,
        MaxHeaderBytes,
        MaxBodyBytes,
        MaxConnections,
        MaxConnectionsPerClient,
        MinDataRate,
        HalfClose,
        TcpDeferAccept,
        TrustedProxies,
    ];

    private static readonly ImmutableArray<Alternative> Forms =
    [
        new(Address, [Port, Host], IsNeeded: true),
    ];

    /// <summary>The keys that mean nothing in tcp mode.</summary>
    public static readonly ImmutableArray<ConfigKey> HttpOnly =
    [
        ClientHeaderTimeout,
        MaxHeaderBytes,
        MaxBodyBytes,
        MinDataRate,
        HalfClose,
        TcpDeferAccept,
        TrustedProxies,
    ];

    /// <summary>The short form, whose name is always <c>default</c>.</summary>
    public static readonly SectionKeys Short = new("listen", WithoutName) { Alternatives = Forms };

    public static readonly SectionKeys All = new("listener", [Name, .. WithoutName])
    {
        Required = [Name],
        Alternatives = Forms,
    };
}
