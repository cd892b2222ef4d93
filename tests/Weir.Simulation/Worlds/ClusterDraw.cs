// Draws a cluster's config, and what a reload makes of it.
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Proxy.Primitives;
using Weir.Simulation.Network;
using Weir.Simulation.Workers;

namespace Weir.Simulation.Worlds;

/// <summary>Random settings; in a sound world none that lets a slow network look like a failure.</summary>
internal static class ClusterDraw
{
    public const int MostIdle = 10;

    public static ClusterConfig Of(
        Rng rng,
        string name,
        int firstBackend,
        ProxyMode mode,
        bool isSound
    )
    {
        int backends = 1 + rng.Next(4);
        return SimConfigs.Cluster(backends, name, firstBackend) with
        {
            Backends =
            [
                .. Enumerable
                    .Range(firstBackend, backends)
                    .Select(i => SimConfigs.BackendAt(i, 1 + rng.Next(3))),
            ],
            Algorithm = rng.Pick(Enum.GetValues<BalancingAlgorithm>()),
            ConnectionPoolSize = PoolSize(rng),
            TcpPooling = rng.Pick(Enum.GetValues<TcpPooling>()),
            WhenAllUnhealthy = rng.Pick(Enum.GetValues<WhenAllUnhealthy>()),
            Retries = rng.Pick(0, 1, 3),
            MaxConnections = rng.Pick(0, 0, 1, 2),
            MaxQueue = isSound ? 1_000 : rng.Pick(0, 1, 5, 1_000),
            QueueTimeoutMs = isSound ? 1_800_000 : rng.Pick(200, 3_000),
            HealthCheck = new HealthCheckConfig
            {
                Type =
                    rng.Chance(0.2) ? HealthCheckType.None
                    : mode == ProxyMode.Http && rng.Chance(0.5) ? HealthCheckType.Http
                    : HealthCheckType.Tcp,
                TimeoutMs = isSound ? 600_000 : rng.Pick(100, 2_000),
            },
            BackendCheckIntervalMs = rng.Pick(200, 1_000, 5_000),
            BackendFailureThreshold = isSound ? Limits.MaxThreshold : rng.Pick(1, 1, 3),
            SuccessThreshold = rng.Pick(1, 2),
            BackendConnectTimeoutMs = isSound ? 600_000 : rng.Pick(200, 2_000),
            ResponseTimeoutMs = isSound ? 600_000 : rng.Pick(500, 6_000),
            ConnectionIdleTimeoutMs = isSound ? 600_000 : rng.Pick(1_000, 8_000),
            ReuseQuietTimeMs = rng.Pick(1, 100),
        };
    }

    /// <summary>Another config of the same cluster: a backend may be missing; limits of connections stay, so that they can be held to.</summary>
    public static ClusterConfig Changed(ClusterConfig config, Rng rng)
    {
        bool isShort = config.Backends.Length > 1 && rng.Chance(0.5);
        return config with
        {
            Algorithm = rng.Pick(Enum.GetValues<BalancingAlgorithm>()),
            ConnectionPoolSize = PoolSize(rng),
            Retries = rng.Pick(0, 1, 3),
            // What the backends speak fits a fresh connection, or one that is used again.
            TcpPooling =
                config.TcpPooling == TcpPooling.Reuse
                    ? TcpPooling.Reuse
                    : rng.Pick(TcpPooling.Warm, TcpPooling.Off),
            Backends = isShort
                ? config.Backends.RemoveAt(rng.Next(config.Backends.Length - 1))
                : config.Backends,
        };
    }

    private static int PoolSize(Rng rng) => rng.Pick(0, 1, 3, MostIdle);
}
