// Adds members that come and go without a reload, from dice of its own: a seed keeps the rest of its world.
using System.Collections.Immutable;
using Weir.Configuration.Clusters;
using Weir.Proxy.Primitives;
using Weir.Simulation.Network;
using Weir.Simulation.Workers;

namespace Weir.Simulation.Worlds;

/// <summary>Two sources name backends of a cluster, a few or so many that loads are compared by a tree, and change their minds.</summary>
internal static class MemberDraw
{
    /// <summary>Addresses apart from those of configs.</summary>
    private const int FirstNamed = 1_000;

    private const ulong Salt = 0x2545_F491_4F6C_DD1D;

    private const long LatestUs = 6_000_000;

    public static Scenario Add(Scenario drawn)
    {
        var rng = new Rng(drawn.Seed ^ Salt);
        if (rng.Chance(0.6))
        {
            return drawn;
        }

        int index = rng.Next(drawn.Clusters.Length);
        ClusterPlan cluster = drawn.Clusters[index] with
        {
            FirstNamed = FirstNamed * (index + 1),
            NamedBackends = rng.Pick(2, 5, 50),
        };
        var changes = new Happening[1 + rng.Next(8)];
        for (int i = 0; i < changes.Length; i++)
        {
            changes[i] = new Happening(HappeningKind.Members, rng.Between(0, LatestUs))
            {
                Cluster = cluster.Config.Name,
                Value = rng.Next(1_000_000),
            };
        }

        return drawn with
        {
            Clusters = drawn.Clusters.SetItem(index, cluster),
            Happenings = [.. drawn.Happenings.Concat(changes).OrderBy(h => h.AtUs)],
        };
    }

    /// <summary>Which source speaks, and whom it names: some of those that may be named, mostly in the same order, now and then with one of
    /// the config or one twice.</summary>
    public static (string Source, ImmutableArray<BackendConfig> Members) List(
        ClusterPlan cluster,
        int seed
    )
    {
        var rng = new Rng((ulong)seed);
        double share = rng.Pick(0, 0.3, 0.8, 1);
        List<int> named =
        [
            .. Enumerable
                .Range(cluster.FirstNamed, cluster.NamedBackends)
                .Where(_ => rng.Chance(share)),
        ];
        if (named.Count > 0 && rng.Chance(0.2))
        {
            named.Add(named[0]);
        }

        if (rng.Chance(0.2))
        {
            named.Insert(0, cluster.FirstBackend);
        }

        // Now and then for one of the config, as the addresses of a name stand for the name.
        string source = rng.Chance(0.2)
            ? cluster.Config.Backends[rng.Next(cluster.Config.Backends.Length)].Address.Text
            : rng.Pick("a", "b");
        return (source, [.. named.Select(i => SimConfigs.BackendAt(i, rng.Pick(1, 1, 1, 2)))]);
    }
}
