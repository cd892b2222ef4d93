// Living clusters for tests, made as the product makes them.
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;

namespace Weir.Tests.Admin;

internal static class TestClusters
{
    /// <summary>Clusters of the given names, each with a TCP and a Unix backend.</summary>
    public static ClusterState[] Build(params string[] names) =>
        new BackendRegistry(SilentObserver.Instance).Apply([
            .. names.Select(
                (name, i) =>
                    new ClusterConfig
                    {
                        Name = name,
                        Backends =
                        [
                            new() { Address = EndpointAddress.FromHostAndPort("::1", 9100 + i) },
                            new() { Address = EndpointAddress.FromUnixPath($"/run/{name}.sock") },
                        ],
                    }
            ),
        ]);

    private sealed class SilentObserver : IBackendObserver
    {
        public static readonly SilentObserver Instance = new();

        public void OnHealthChanged(
            BackendState backend,
            HealthStatus status,
            string reason,
            int failures
        ) { }

        public void OnStateChanged(BackendState backend) { }

        public void OnDrained(BackendState backend) { }

        public void OnRoomMade(ClusterState cluster) { }
    }
}
