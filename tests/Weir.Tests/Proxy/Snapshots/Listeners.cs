// Listeners as compiled, for tests that look at one request.
using Weir.Configuration.Listeners;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;
using Weir.Proxy.Routing;
using Weir.Proxy.Snapshots;

namespace Weir.Tests.Proxy.Snapshots;

internal static class Listeners
{
    /// <summary>Named "weir-1" in Via, at 127.0.0.1:9000, with one route: the host "a" to the cluster "web".</summary>
    public static ListenerSnapshot Http(
        Func<ListenerConfig, ListenerConfig> with,
        long clientIdleMs = 0,
        ClusterState? cluster = null
    )
    {
        var config = new ListenerConfig
        {
            Name = "front",
            Address = EndpointAddress.FromHostAndPort("127.0.0.1", 9000),
            Mode = ProxyMode.Http,
        };
        config = with(config);
        byte[] pseudonym = "weir-1"u8.ToArray();
        return new ListenerSnapshot
        {
            Pseudonym = pseudonym,
            State = new ListenerState(0, "front")
            {
                Local = SocketEndpoint.FromAddress(System.Net.IPAddress.Loopback, 9000),
            },
            Config = config,
            Router = new Router([new RouteConfig { Host = "a", Cluster = "web" }], null),
            Policies = ListenerPolicies.Compile(config, pseudonym),
            Clusters = cluster is null ? [] : [cluster],
            ClientIdleUs = clientIdleMs * 1000,
        };
    }
}
