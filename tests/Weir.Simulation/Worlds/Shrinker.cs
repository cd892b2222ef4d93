// Makes a failing scenario smaller: drops and simplifies one part after the other as long as it still fails in the same way.
using System.Collections.Immutable;
using Weir.Configuration.Clusters;
using Weir.Simulation.Network;

namespace Weir.Simulation.Worlds;

/// <summary>Greedy, in a bounded number of runs. Two failures are the same when their messages are, numbers apart.</summary>
internal static class Shrinker
{
    public const int MostRuns = 400;

    /// <summary><paramref name="fails"/> plays a scenario and tells how it fails, or null.</summary>
    public static Scenario Shrink(Scenario failing, Func<Scenario, string?> fails)
    {
        string? failure = Kind(fails(failing));
        int runs = 0;
        bool hasShrunk = failure is not null;
        while (hasShrunk)
        {
            hasShrunk = false;
            foreach (Scenario smaller in Smaller(failing))
            {
                if (runs++ == MostRuns)
                {
                    return failing;
                }

                if (Kind(fails(smaller)) == failure)
                {
                    failing = smaller;
                    hasShrunk = true;
                    break;
                }
            }
        }

        return failing;
    }

    private static string? Kind(string? message) =>
        message is null ? null : new string([.. message.Where(c => !char.IsDigit(c)).Take(60)]);

    // The largest steps first.
    private static IEnumerable<Scenario> Smaller(Scenario s) =>
        Without(s.Clients)
            .Select(clients => s with { Clients = clients })
            .Concat(Without(s.Happenings).Select(h => s with { Happenings = h }))
            .Concat(Plainer(s))
            .Concat(Each(s.Clients, PlainerClient).Select(clients => s with { Clients = clients }))
            .Concat(Each(s.Clusters, PlainerCluster).Select(c => s with { Clusters = c }));

    private static IEnumerable<Scenario> Plainer(Scenario s)
    {
        Scenario[] tries =
        [
            s with
            {
                Front = FaultProfile.None,
                Back = FaultProfile.None,
            },
            s with
            {
                Front = FaultProfile.None,
            },
            s with
            {
                Back = FaultProfile.None,
            },
            s with
            {
                Workers = 1,
            },
            s with
            {
                Blocks = 256,
            },
            s with
            {
                Descriptors = int.MaxValue,
            },
            s with
            {
                DrainAtUs = 0,
            },
            s with
            {
                LagForUs = 0,
            },
        ];
        return tries.Where(t => t != s);
    }

    private static IEnumerable<ClientPlan> PlainerClient(ClientPlan c)
    {
        ClientPlan[] tries =
        [
            c with
            {
                Requests = 1,
            },
            c with
            {
                Requests = c.Requests - 1,
            },
            c with
            {
                LeaveUs = 0,
            },
            c with
            {
                StartUs = 0,
            },
        ];
        return tries.Where(t => t != c && t.Requests > 0);
    }

    private static IEnumerable<ClusterPlan> PlainerCluster(ClusterPlan c)
    {
        ClusterConfig config = c.Config;
        ClusterPlan[] tries =
        [
            c with
            {
                Lies = false,
            },
            c with
            {
                Config = config with { Backends = config.Backends[..1] },
            },
            c with
            {
                Config = config with { Algorithm = BalancingAlgorithm.RoundRobin },
            },
            c with
            {
                Config = config with { ConnectionPoolSize = 0 },
            },
            c with
            {
                Config = config with { MaxConnections = 0 },
            },
            c with
            {
                Config = config with { Retries = 0 },
            },
        ];
        return tries.Where(t => t.Lies != c.Lies || !t.Config.Equals(config));
    }

    // First without a half, then without a quarter, and so on down to one.
    private static IEnumerable<ImmutableArray<T>> Without<T>(ImmutableArray<T> items)
    {
        for (int size = items.Length / 2; size > 0; size /= 2)
        {
            for (int at = 0; at < items.Length; at += size)
            {
                yield return items.RemoveRange(at, int.Min(size, items.Length - at));
            }
        }

        if (items.Length == 1)
        {
            yield return [];
        }
    }

    private static IEnumerable<ImmutableArray<T>> Each<T>(
        ImmutableArray<T> items,
        Func<T, IEnumerable<T>> plainer
    ) => items.SelectMany((item, i) => plainer(item).Select(p => items.SetItem(i, p)));
}
