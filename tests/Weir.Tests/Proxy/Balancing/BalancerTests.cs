// What every algorithm must hold to.
using CsCheck;
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Primitives;
using Weir.Tests.Budgets;
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
                    const int Count = 20_000;
                    ClusterState cluster = TestCluster.Create(weights);
                    int[] shares = Picks.Shares(
                        Balancer.Create(algorithm, new Rng(seed)),
                        cluster,
                        Count
                    );
                    for (int i = 0; i < weights.Length; i++)
                    {
                        double expected = Count * (double)weights[i] / weights.Sum();
                        // Six standard deviations of a fair draw; the rotating ones stay far within.
                        ((double)shares[i]).ShouldBe(expected, 6 * Math.Sqrt(Count * 0.25));
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
                        PickResult result = balancer.Pick(
                            cluster.Current,
                            tried,
                            out BackendState? picked
                        );
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
    public void A_pick_allocates_nothing()
    {
        ClusterState cluster = TestCluster.Create(3, 2, 1);
        _tried.Add(cluster.Backends[0]);
        foreach (BalancingAlgorithm algorithm in Algorithms)
        {
            var balancer = Balancer.Create(algorithm, new Rng(1));
            AllocatedBytes
                .Of(
                    () =>
                    {
                        balancer.Pick(cluster.Current, _tried, out _);
                    },
                    warmUp: 1,
                    repetitions: 1000
                )
                .ShouldBe(0, algorithm.ToString());
        }
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

    [Theory]
    [InlineData("usable", true)]
    [InlineData("tried", false)]
    [InlineData("full", false)]
    [InlineData("drained", false)]
    [InlineData("unhealthy", false)]
    [InlineData("unresolved", false)]
    public void A_preferred_backend_is_taken_where_it_may_be(string condition, bool isTaken)
    {
        ClusterSnapshot cluster = TestCluster
            .Create(
                TestCluster.Config([1, 1, 1]) with
                {
                    MaxConnections = 1,
                    BackendFailureThreshold = 1,
                }
            )
            .Current;
        BackendState preferred = cluster.Backends[2];
        switch (condition)
        {
            case "tried":
                _tried.Add(preferred);
                break;
            case "full":
                preferred.TryReserve().ShouldBeTrue();
                break;
            case "drained":
                preferred.SetAdmin(AdminState.Drain);
                break;
            case "unhealthy":
                preferred.RecordCheck(success: false, "", 0);
                break;
            case "unresolved":
                preferred.SetEndpoints([]);
                break;
            default:
                break;
        }

        foreach (BalancingAlgorithm algorithm in Algorithms)
        {
            var balancer = Balancer.Create(algorithm, new Rng(1));
            for (int i = 0; i < 5; i++)
            {
                balancer
                    .Pick(cluster, _tried, new PickHint(preferred), out BackendState? picked)
                    .ShouldBe(PickResult.Picked);
                (picked == preferred).ShouldBe(isTaken, $"{algorithm}");
            }
        }
    }
}
