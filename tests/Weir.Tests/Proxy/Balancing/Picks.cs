// Asks a balancer many times and writes down whom it picked.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;

namespace Weir.Tests.Proxy.Balancing;

internal static class Picks
{
    /// <summary>The indexes of the backends picked, in order; every pick must succeed.</summary>
    public static int[] Take(
        Balancer balancer,
        ClusterState cluster,
        int count,
        TriedBackends? tried = null
    )
    {
        tried ??= new TriedBackends();
        var picks = new int[count];
        for (int i = 0; i < count; i++)
        {
            balancer
                .Pick(cluster.Current, tried, out BackendState? backend)
                .ShouldBe(PickResult.Picked);
            picks[i] = Array.IndexOf(cluster.Backends, backend);
        }

        return picks;
    }

    /// <summary>How often each backend was picked.</summary>
    public static int[] Shares(
        Balancer balancer,
        ClusterState cluster,
        int count,
        TriedBackends? tried = null
    )
    {
        var shares = new int[cluster.Backends.Length];
        foreach (int index in Take(balancer, cluster, count, tried))
        {
            shares[index]++;
        }

        return shares;
    }
}
