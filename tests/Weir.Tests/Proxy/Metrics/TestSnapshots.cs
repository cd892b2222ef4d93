// Compiles small configurations as the product does, and does to a living backend what its metrics tell.
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;
using Weir.Proxy.Snapshots;
using Weir.Simulation.Harness;
using Weir.Tests.Proxy.Backends;

namespace Weir.Tests.Proxy.Metrics;

/// <summary>Listeners, clusters and backends have the numbers of their places in the config, clusters from 1 on.</summary>
internal static class TestSnapshots
{
    public static ProxySnapshot Build(
        ListenerConfig[] listeners,
        params ClusterConfig[] clusters
    ) => new LivingConfig(new RecordingObserver()).Apply(Config(listeners, clusters));

    public static WeirConfig Config(ListenerConfig[] listeners, params ClusterConfig[] clusters) =>
        new() { Listeners = [.. listeners], Clusters = [.. clusters] };

    /// <summary>A listener whose routes lead to the clusters before its own.</summary>
    public static ListenerConfig Http(string name, string cluster, params string[] routed) =>
        Tcp(name, cluster) with
        {
            Mode = ProxyMode.Http,
            Routes = [.. routed.Select(r => new RouteConfig { Cluster = r })],
        };

    public static ListenerConfig Tcp(string name, string cluster) =>
        new()
        {
            Name = name,
            Address = EndpointAddress.FromHostAndPort("127.0.0.1", 0),
            Mode = ProxyMode.Tcp,
            Cluster = cluster,
        };

    /// <summary>A cluster with a backend at each port of 127.0.0.1.</summary>
    public static ClusterConfig Cluster(string name, params int[] ports) =>
        new()
        {
            Name = name,
            Backends =
            [
                .. ports.Select(p => new BackendConfig
                {
                    Address = EndpointAddress.FromHostAndPort("127.0.0.1", p),
                }),
            ],
        };

    /// <summary>Takes so many places of either kind.</summary>
    public static void Take(this BackendState backend, int inUse, int idle = 0)
    {
        for (int i = 0; i < inUse; i++)
        {
            backend.TryReserve();
        }

        for (int i = 0; i < idle; i++)
        {
            backend.TryReserveIdle(idle);
        }
    }

    /// <summary>Checks it so often, always with the same result.</summary>
    public static void Check(this BackendState backend, bool success, int times)
    {
        for (int i = 0; i < times; i++)
        {
            backend.RecordCheck(success, success ? "connected" : "refused", unixMs: 1);
        }
    }
}
