// Living clusters for tests, made as the product makes them.
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;
using Weir.Simulation.Harness;

namespace Weir.Tests.Admin;

internal static class TestClusters
{
    /// <summary>Clusters of the given names, each with a TCP and a Unix backend.</summary>
    public static ClusterState[] Build(params string[] names) => Build(_ => { }, names);

    /// <summary>The same, telling <paramref name="onChange"/> of each change of health, state or weight.</summary>
    public static ClusterState[] Build(Action<BackendState> onChange, params string[] names) =>
        new LivingConfig(new Observer(onChange)).Apply([
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

    /// <summary>One cluster with one backend that balances in the given way.</summary>
    public static ClusterState Build(
        BalancingAlgorithm algorithm,
        WhenAllUnhealthy whenAllUnhealthy = WhenAllUnhealthy.Reject
    ) =>
        new LivingConfig(new Observer(_ => { })).Apply([
            new()
            {
                Name = "c",
                Algorithm = algorithm,
                WhenAllUnhealthy = whenAllUnhealthy,
                Backends = [new() { Address = EndpointAddress.FromHostAndPort("::1", 1) }],
            },
        ])[0];

    private sealed class Observer(Action<BackendState> onChange) : IBackendObserver
    {
        public void OnHealthChanged(
            BackendState backend,
            HealthStatus status,
            string reason,
            int failures
        ) => onChange(backend);

        public void OnStateChanged(BackendState backend) => onChange(backend);

        public void OnMembersChanged(MemberChange change) { }

        public void OnDrained(BackendState backend) { }

        public void OnRoomMade(ClusterState cluster) { }

        public void OnIdlePlaceWanted(BackendState backend) { }
    }
}
