// Makes living clusters for tests.
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;
using Weir.Simulation.Harness;

namespace Weir.Tests.Proxy.Backends;

internal static class TestCluster
{
    /// <summary>A cluster with one backend for each weight, at 127.0.0.1:9100 and the ports after it.</summary>
    public static ClusterConfig Config(params int[] weights) =>
        new() { Name = "web", Backends = [.. weights.Select((w, i) => Member(i, w))] };

    /// <summary>The backend at 127.0.0.1 and a port so far from 9100.</summary>
    public static BackendConfig Member(int index, int weight = 1) =>
        new()
        {
            Address = EndpointAddress.FromHostAndPort("127.0.0.1", 9100 + index),
            Weight = weight,
        };

    public static ClusterState Create(params int[] weights) => Create(Config(weights));

    public static ClusterState Create(ClusterConfig config) =>
        new LivingConfig(new RecordingObserver()).Apply(config)[0];
}
