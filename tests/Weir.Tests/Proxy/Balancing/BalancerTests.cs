// What every algorithm must hold to, and what each does of its own.
using CsCheck;
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Configuration;
using Weir.Proxy.Primitives;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Balancing;

public sealed class BalancerTests
{
    private static readonly BalancingAlgorithm[] Algorithms = Enum.GetValues<BalancingAlgorithm>();

    private readonly TriedBackends _tried = new();

    [Fact]
    public void Long_run_shares_follow_the_weights()
    {
        Gen.Select(Gen.OneOf(Algorithms), Gen.Int[1, 9].Array[1, 5], Gen.ULong)
            .Sample(
                (algorithm, weights, seed) =>
                {
                    const int Picks = 20_000;
                    ClusterState cluster = TestCluster.Create(weights);
                    int[] shares = CountPicks(
                        Balancer.Create(algorithm, new Rng(seed)),
                        cluster,
                        Picks
                    );
                    for (int i = 0; i < weights.Length; i++)
                    {
                        double expected = Picks * (double)weights[i] / weights.Sum();
                        // Six standard deviations of a fair draw; the rotating ones stay far within.
                        ((double)shares[i]).ShouldBe(expected, 6 * Math.Sqrt(Picks * 0.25));
                    }
                },
                iter: 200
            );
    }

    [Fact]
    public void Nobody_picks_an_excluded_backend_and_the_result_says_what_is_left()
    {
        Gen.Select(
                Gen.OneOf(Algorithms),
                Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4]).Array[1, 20],
                Gen.ULong
            )
            .Sample(
                (algorithm, kinds, seed) =>
                {
                    ClusterState cluster = TestCluster.Create(
                        TestCluster.Config([.. kinds.Select(k => k.Item1)]) with
                        {
                            MaxConnections = 1,
                            BackendFailureThreshold = 1,
                        }
                    );
                    var tried = new TriedBackends();
                    bool[] open = Exclude(cluster, tried, kinds, out bool anyFull);
                    var balancer = Balancer.Create(algorithm, new Rng(seed));
                    for (int i = 0; i < 50; i++)
                    {
                        PickResult result = balancer.Pick(cluster, tried, out BackendState? picked);
                        result.ShouldBe(
                            open.Contains(true) ? PickResult.Picked
                            : anyFull ? PickResult.AllFull
                            : PickResult.NoneUsable
                        );
                        (picked is not null).ShouldBe(result == PickResult.Picked);
                        if (picked is not null)
                        {
                            open[Array.IndexOf(cluster.Backends, picked)].ShouldBeTrue();
                        }
                    }
                },
                iter: 2_000
            );
    }

    [Fact]
    public void Round_robin_starts_with_the_first_and_goes_in_config_order()
    {
        ClusterState cluster = TestCluster.Create(1, 1, 1);

        PickMany(Create(BalancingAlgorithm.RoundRobin), cluster, 7).ShouldBe([0, 1, 2, 0, 1, 2, 0]);
    }

    [Fact]
    public void Round_robin_is_smooth_by_weight()
    {
        ClusterState cluster = TestCluster.Create(5, 1, 1);

        PickMany(Create(BalancingAlgorithm.RoundRobin), cluster, 7).ShouldBe([0, 0, 1, 0, 2, 0, 0]);
    }

    [Fact]
    public void Round_robin_gives_an_excluded_share_to_all_others_alike()
    {
        ClusterState cluster = TestCluster.Create(1, 1, 1, 1);
        _tried.Add(cluster.Backends[1]);

        int[] shares = CountPicks(Create(BalancingAlgorithm.RoundRobin), cluster, 300);

        shares.ShouldBe([100, 0, 100, 100]);
    }

    [Fact]
    public void Round_robin_finds_the_one_open_backend_among_many_full_ones()
    {
        ClusterState cluster = TestCluster.Create(
            TestCluster.Config([.. Enumerable.Range(1, 100)]) with
            {
                MaxConnections = 1,
            }
        );
        foreach (BackendState backend in cluster.Backends.Where((_, i) => i != 63))
        {
            backend.TryReserve().ShouldBeTrue();
        }

        PickMany(Create(BalancingAlgorithm.RoundRobin), cluster, 20).ShouldAllBe(i => i == 63);
    }

    [Fact]
    public void Least_connections_takes_the_fewest_in_use_for_its_weight()
    {
        ClusterState cluster = TestCluster.Create(4, 1, 1);
        Balancer balancer = Create(BalancingAlgorithm.LeastConnections);

        for (int i = 0; i < 60; i++)
        {
            balancer.Pick(cluster, _tried, out BackendState? backend).ShouldBe(PickResult.Picked);
            backend!.TryReserve().ShouldBeTrue();
        }

        cluster.Backends.Select(b => b.InUse).ShouldBe([40, 10, 10]);

        cluster.Backends[2].Release();
        balancer.Pick(cluster, _tried, out BackendState? least);
        least.ShouldBe(cluster.Backends[2]);
    }

    [Fact]
    public void Power_of_two_never_takes_the_most_loaded_of_all()
    {
        ClusterState cluster = TestCluster.Create(1, 1, 1);
        cluster.Backends[1].TryReserve();

        int[] shares = CountPicks(Create(BalancingAlgorithm.PowerOfTwo), cluster, 1000);

        shares[1].ShouldBe(0);
        shares[0].ShouldBeInRange(400, 600);
    }

    [Fact]
    public void A_pick_allocates_nothing()
    {
        ClusterState cluster = TestCluster.Create(3, 2, 1);
        _tried.Add(cluster.Backends[0]);
        foreach (BalancingAlgorithm algorithm in Algorithms)
        {
            Balancer balancer = Create(algorithm);
            balancer.Pick(cluster, _tried, out _);

            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                balancer.Pick(cluster, _tried, out _);
            }

            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0, algorithm.ToString());
        }
    }

    private static Balancer Create(BalancingAlgorithm algorithm) =>
        Balancer.Create(algorithm, new Rng(1));

    private int[] PickMany(Balancer balancer, ClusterState cluster, int count)
    {
        var picks = new int[count];
        for (int i = 0; i < count; i++)
        {
            balancer.Pick(cluster, _tried, out BackendState? backend).ShouldBe(PickResult.Picked);
            picks[i] = Array.IndexOf(cluster.Backends, backend);
        }

        return picks;
    }

    private int[] CountPicks(Balancer balancer, ClusterState cluster, int count)
    {
        var shares = new int[cluster.Backends.Length];
        foreach (int index in PickMany(balancer, cluster, count))
        {
            shares[index]++;
        }

        return shares;
    }

    // Kinds: 0 open, 1 tried, 2 full, 3 unhealthy, 4 draining; a weight of 0 takes no work either.
    private static bool[] Exclude(
        ClusterState cluster,
        TriedBackends tried,
        (int Weight, int Kind)[] kinds,
        out bool anyFull
    )
    {
        anyFull = false;
        var open = new bool[kinds.Length];
        for (int i = 0; i < kinds.Length; i++)
        {
            BackendState backend = cluster.Backends[i];
            open[i] = kinds[i] is { Weight: > 0, Kind: 0 };
            anyFull |= kinds[i] is { Weight: > 0, Kind: 2 };
            switch (kinds[i].Kind)
            {
                case 1:
                    tried.Add(backend);
                    break;
                case 2:
                    backend.TryReserve().ShouldBeTrue();
                    break;
                case 3:
                    backend.RecordLiveFailure("refused");
                    break;
                case 4:
                    backend.SetAdmin(AdminState.Drain);
                    break;
            }
        }

        return open;
    }
}
