// Draws a random world from a seed: networks, configs, clients, and what happens to them.
using System.Collections.Immutable;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Proxy.Primitives;
using Weir.Simulation.Network;
using Weir.Simulation.Workers;

namespace Weir.Simulation.Worlds;

/// <summary>Everything that may be in a world, in proportions that let most worlds do real work.</summary>
internal static class ScenarioDraw
{
    private const long ArrivalsUs = 3_000_000;

    private static readonly HappeningKind[] s_kinds =
    [
        .. Enum.GetValues<HappeningKind>().Where(kind => kind != HappeningKind.Members),
    ];

    public static Scenario Of(ulong seed) => MemberDraw.Add(Late(seed));

    /// <summary>The world without what <see cref="MemberDraw"/> adds.</summary>
    public static Scenario Late(ulong seed) => LateDraw.Add(First(seed));

    /// <summary>The world without what <see cref="LateDraw"/> adds.</summary>
    public static Scenario First(ulong seed)
    {
        var rng = new Rng((seed * 2) + 1);
        bool isSound = rng.Chance(0.3);
        ImmutableArray<ClusterPlan> clusters = Clusters(rng, isSound);
        ImmutableArray<ListenerConfig> listeners = Listeners(rng, clusters, isSound);
        return new Scenario
        {
            Seed = seed,
            IsSound = isSound,
            Front = Profile(rng, isSound),
            Back = Profile(rng, isSound),
            Workers = 1 + rng.Next(3),
            // Few blocks are shared by turns only while nobody holds one and waits for another.
            Blocks = isSound ? 256 : rng.Pick(6, 32, 256, 256),
            Descriptors = isSound || rng.Chance(0.8) ? int.MaxValue : rng.Scaled(4, 40),
            Clusters = clusters,
            Listeners = listeners,
            Clients = Clients(rng, listeners, isSound),
            Happenings = Happenings(rng, clusters, isSound),
            DrainAtUs = !isSound && rng.Chance(0.25) ? rng.Scaled(1_000, 10_000_000) : 0,
            DrainUs = rng.Scaled(100_000, 10_000_000),
        };
    }

    private static FaultProfile Profile(Rng rng, bool isSound) =>
        rng.Chance(0.3) ? FaultProfile.None
        : isSound || rng.Chance(0.4) ? FaultProfile.RandomPace(rng)
        : FaultProfile.Random(rng) with { KernelErrorProbability = rng.Pick(0, 0, 0.001, 0.02) };

    private static ImmutableArray<ClusterPlan> Clusters(Rng rng, bool isSound)
    {
        var clusters = new ClusterPlan[1 + rng.Next(3)];
        int firstBackend = 0;
        for (int i = 0; i < clusters.Length; i++)
        {
            ProxyMode mode = rng.Chance(0.7) ? ProxyMode.Http : ProxyMode.Tcp;
            ClusterConfig config = ClusterDraw.Of(rng, $"c{i}", firstBackend, mode, isSound);
            clusters[i] = new ClusterPlan(config, mode)
            {
                FirstBackend = firstBackend,
                Lies = !isSound && rng.Chance(0.5),
                Greets = config.TcpPooling != TcpPooling.Reuse && rng.Chance(0.4),
                Ends = rng.Chance(0.5),
            };
            firstBackend += config.Backends.Length;
        }

        return [.. clusters];
    }

    private static ImmutableArray<ListenerConfig> Listeners(
        Rng rng,
        ImmutableArray<ClusterPlan> clusters,
        bool isSound
    )
    {
        string[] https =
        [
            .. clusters.Where(c => c.Mode == ProxyMode.Http).Select(c => c.Config.Name),
        ];
        return
        [
            .. clusters.Select(
                (cluster, i) =>
                    SimConfigs.Listener(
                        cluster.Mode,
                        $"l{i}",
                        Scenario.FirstPort + i,
                        cluster.Config.Name
                    ) with
                    {
                        // Every http listener knows all http clusters by host.
                        Routes =
                            cluster.Mode == ProxyMode.Http
                                ? [.. https.Select(n => new RouteConfig { Host = n, Cluster = n })]
                                : [],
                        MaxConnections = isSound ? 0 : rng.Pick(0, 0, 3),
                        MaxBodyBytes = isSound ? 0 : rng.Pick(0, 0, 10_000),
                        ClientHeaderTimeoutMs = isSound ? 600_000 : 3_000,
                    }
            ),
        ];
    }

    private static ImmutableArray<ClientPlan> Clients(
        Rng rng,
        ImmutableArray<ListenerConfig> listeners,
        bool isSound
    )
    {
        var clients = new ClientPlan[rng.Scaled(2, 16)];
        for (int i = 0; i < clients.Length; i++)
        {
            int listener = rng.Next(listeners.Length);
            ClientKind kind =
                listeners[listener].Mode == ProxyMode.Tcp
                    ? ClientKind.Tcp
                    : rng.Pick(
                        ClientKind.Http,
                        ClientKind.Http,
                        ClientKind.Http,
                        ClientKind.Http,
                        ClientKind.Upgrade,
                        ClientKind.Rude,
                        ClientKind.Mutant
                    );
            long startUs = rng.Between(0, ArrivalsUs);
            clients[i] = new ClientPlan(i + 1, kind, listener, rng.Next())
            {
                StartUs = startUs,
                Requests = rng.Scaled(1, 8),
                LeaveUs = !isSound && rng.Chance(0.2) ? startUs + rng.Scaled(1, 5_000_000) : 0,
            };
        }

        return [.. clients];
    }

    private static ImmutableArray<Happening> Happenings(
        Rng rng,
        ImmutableArray<ClusterPlan> clusters,
        bool isSound
    )
    {
        var happenings = new Happening[rng.Pick(0, 1, 3, 6)];
        for (int i = 0; i < happenings.Length; i++)
        {
            ClusterPlan cluster = clusters[rng.Next(clusters.Length)];
            HappeningKind kind = isSound
                ? rng.Pick(HappeningKind.Reload, HappeningKind.Drain, HappeningKind.Weight)
                : rng.Pick(s_kinds);
            int backends = cluster.Config.Backends.Length;
            // In a sound world the last backend of a cluster stays in service.
            int backend = rng.Next(isSound ? int.Max(1, backends - 1) : backends);
            bool harms = isSound && backends == 1 && kind == HappeningKind.Drain;
            happenings[i] = new Happening(
                harms ? HappeningKind.Reload : kind,
                rng.Between(0, 2 * ArrivalsUs)
            )
            {
                Cluster = cluster.Config.Name,
                Backend = backend,
                ForUs = rng.Scaled(1_000, 10_000_000),
                Value = (isSound ? 1 : 0) + rng.Next(kind == HappeningKind.Reload ? 1_000_000 : 5),
            };
        }

        return [.. happenings.OrderBy(h => h.AtUs)];
    }
}
