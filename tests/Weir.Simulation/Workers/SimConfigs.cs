// Configurations for simulated load balancers.
using System.Collections.Immutable;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Configuration.Values;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;

namespace Weir.Simulation.Workers;

/// <summary>One listener on port 80 and one cluster from port 9100 on, unless a test changes that.</summary>
internal static class SimConfigs
{
    public const int FirstBackendPort = 9100;

    public static readonly SocketEndpoint Front = SimWorld.Loopback(80);

    public static SocketEndpoint Backend(int index) => SimWorld.Loopback(FirstBackendPort + index);

    /// <summary>A cluster called <c>web</c>; short times, so that a silent peer is found soon.</summary>
    public static ClusterConfig Cluster(int backends, string name = "web", int firstIndex = 0) =>
        new()
        {
            Name = name,
            Backends = [.. Enumerable.Range(firstIndex, backends).Select(i => BackendAt(i))],
            ConnectionIdleTimeoutMs = 8_000,
            ResponseTimeoutMs = 6_000,
            BackendConnectTimeoutMs = 2_000,
            QueueTimeoutMs = 3_000,
        };

    public static BackendConfig BackendAt(int index, int weight = 1) =>
        new()
        {
            Address = EndpointAddress.FromHostAndPort("127.0.0.1", FirstBackendPort + index),
            Weight = weight,
        };

    public static ListenerConfig Listener(
        ProxyMode mode,
        string name = "front",
        int port = 80,
        string cluster = "web"
    ) =>
        new()
        {
            Name = name,
            Address = EndpointAddress.FromHostAndPort("127.0.0.1", port),
            Mode = mode,
            Cluster = cluster,
            ClientHeaderTimeoutMs = 3_000,
        };

    public static WeirConfig Http(ClusterConfig cluster) =>
        Config([Listener(ProxyMode.Http)], [cluster]);

    public static WeirConfig Tcp(ClusterConfig cluster) =>
        Config([Listener(ProxyMode.Tcp)], [cluster]);

    public static WeirConfig Config(
        ImmutableArray<ListenerConfig> listeners,
        ImmutableArray<ClusterConfig> clusters
    ) =>
        new()
        {
            Listeners = listeners,
            Clusters = clusters,
            LoadBalancer = new LoadBalancerConfig { ConnectionIdleTimeoutMs = 7_000 },
        };
}
