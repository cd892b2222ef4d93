// The tournament of loads against a plain look at each backend, by one thread and by several.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Tests.Proxy.Backends;

public sealed class LoadTreeTests
{
    private const int Seed = 20_261_128;

    private readonly Rng _rng = new(Seed);

    [Theory]
    [InlineData(33)]
    [InlineData(64)]
    [InlineData(100)]
    public void The_first_least_loaded_from_any_start_is_the_one_that_a_look_at_each_finds(
        int count
    )
    {
        ClusterState cluster = Create(count, maxConnections: 3);
        for (int i = 0; i < 5_000; i++)
        {
            Change(cluster, _rng);
            LoadTree loads = Tree(cluster);
            int start = _rng.Next(count);
            int[] order = [.. Enumerable.Range(0, count).Select(k => (start + k) % count)];
            int? expected = order
                .Where(k => cluster.Backends[k].HasRoom)
                .Cast<int?>()
                .MinBy(k => Load(cluster.Backends[k!.Value])); // no null among them

            long least = loads.Least();
            if (expected is null)
            {
                least.ShouldBe(LoadTree.Full);
            }
            else
            {
                loads
                    .FirstAtMost(least, cluster.Backends[start])
                    .ShouldBe(cluster.Backends[expected.Value], $"step {i}");
            }
        }
    }

    [Fact]
    public void Neighbouring_weights_and_counts_keep_their_order()
    {
        // 255/256 and 254/255 differ by 1/65280, the least there is.
        ClusterState cluster = Create([256, 255, .. Enumerable.Repeat(1, 40)], 0);
        Reserve(cluster.Backends[0], 255);
        Reserve(cluster.Backends[1], 254);
        foreach (BackendState other in cluster.Backends[2..])
        {
            Reserve(other, 1);
        }

        LoadTree loads = Tree(cluster);
        loads.FirstAtMost(loads.Least(), cluster.Backends[0]).ShouldBe(cluster.Backends[1]);
    }

    [Fact]
    public void When_threads_that_fought_over_two_neighbours_have_come_to_rest_no_change_was_lost()
    {
        ClusterState cluster = Create(40, maxConnections: 0);
        for (int round = 0; round < 100; round++)
        {
            RunThreads(cluster, among: 2, steps: 1_000);
            ShouldBeRight(cluster);
        }
    }

    [Fact]
    public void A_tree_built_while_counts_change_catches_up_with_them()
    {
        ClusterState cluster = Create(40, maxConnections: 0);
        RunThreads(
            cluster,
            among: 40,
            steps: 20_000,
            meanwhile: () =>
            {
                for (int i = 0; i < 500; i++)
                {
                    cluster.Backends[0].SetWeight(1 + _rng.Next(4));
                }
            }
        );
        ShouldBeRight(cluster);
    }

    [Fact]
    public void A_tree_whose_members_come_and_go_while_counts_change_catches_up_with_them()
    {
        ClusterState cluster = Create(40, maxConnections: 0);
        int joined = 40;
        RunThreads(
            cluster,
            among: 40,
            steps: 20_000,
            meanwhile: () =>
            {
                for (int i = 0; i < 500; i++)
                {
                    int first = joined++;
                    cluster.SetMembers(
                        "dns",
                        [.. Enumerable.Range(first, 5).Select(n => TestCluster.Member(n))]
                    );
                    cluster.Backends[^1].TryReserve();
                }
            }
        );
        LoadTree loads = Tree(cluster);
        loads.Least().ShouldBe(cluster.Backends.Min(Load));
        BackendState found = loads
            .FirstAtMost(loads.Least(), cluster.Backends[0])
            .ShouldNotBeNull();
        cluster.Backends.ShouldContain(found);
        Load(found).ShouldBe(cluster.Backends.Min(Load));
    }

    [Fact]
    public void A_place_is_kept_by_its_member_whoever_comes_and_goes_and_given_on_when_it_is_left()
    {
        ClusterState cluster = Create(40, maxConnections: 0);
        LoadTree loads = Tree(cluster);
        BackendState stays = cluster.Backends[7];
        LoadTree.Leaf leaf = stays.Place.Leaf.ShouldNotBeNull();
        HashSet<int> places = [];
        for (int i = 0; i < 200; i++)
        {
            cluster.SetMembers("dns", [TestCluster.Member(100 + i)]);
            places.Add(cluster.Backends[^1].Place.Leaf.ShouldNotBeNull().Index);
        }

        Tree(cluster).ShouldBeSameAs(loads);
        stays.Place.Leaf.ShouldBeSameAs(leaf);
        places.Count.ShouldBe(1);
    }

    [Fact]
    public void Small_sets_and_other_algorithms_do_without()
    {
        TestCluster.Create(Configure([.. Enumerable.Repeat(1, 32)], 0)).Usable.Loads.ShouldBeNull();
        ClusterConfig config = Configure([.. Enumerable.Repeat(1, 100)], 0);
        TestCluster
            .Create(config with { Algorithm = BalancingAlgorithm.Random })
            .Usable.Loads.ShouldBeNull();
    }

    private static ClusterState Create(int count, int maxConnections)
    {
        var rng = new Rng(Seed);
        return Create([.. Enumerable.Range(0, count).Select(_ => 1 + rng.Next(4))], maxConnections);
    }

    private static ClusterState Create(int[] weights, int maxConnections) =>
        TestCluster.Create(Configure(weights, maxConnections));

    private static ClusterConfig Configure(int[] weights, int maxConnections) =>
        TestCluster.Config(weights) with
        {
            Algorithm = BalancingAlgorithm.LeastConnections,
            MaxConnections = maxConnections,
        };

    // Every thread takes and gives back places, and keeps some at its end.
    private static void RunThreads(
        ClusterState cluster,
        int among,
        int steps,
        Action? meanwhile = null
    )
    {
        Thread[] threads =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(n => new Thread(() =>
                {
                    var rng = new Rng((ulong)(Seed + n));
                    var held = new Stack<BackendState>();
                    for (int i = 0; i < steps; i++)
                    {
                        if (rng.Next(2) == 0 && held.TryPop(out BackendState? last))
                        {
                            last.Release();
                        }
                        else
                        {
                            held.Push(cluster.Backends[rng.Next(among)]);
                            held.Peek().TryReserve();
                        }
                    }
                })),
        ];
        Array.ForEach(threads, t => t.Start());
        meanwhile?.Invoke();
        Array.ForEach(threads, t => t.Join());
    }

    private static void ShouldBeRight(ClusterState cluster)
    {
        LoadTree loads = Tree(cluster);
        loads.Least().ShouldBe(cluster.Backends.Min(Load));
        for (int i = 0; i < cluster.Backends.Length; i++)
        {
            long least = cluster.Backends[i..].Min(Load);
            BackendState first = cluster.Backends[i..].First(b => Load(b) == least);
            loads.FirstAtMost(least, cluster.Backends[i]).ShouldBe(first);
        }
    }

    private static LoadTree Tree(ClusterState cluster) => cluster.Usable.Loads.ShouldNotBeNull();

    private static long Load(BackendState backend) => ((long)backend.InUse << 17) / backend.Weight;

    private static void Reserve(BackendState backend, int count)
    {
        for (int i = 0; i < count; i++)
        {
            backend.TryReserve().ShouldBeTrue();
        }
    }

    // More reserves than releases, so that now and then all are full.
    private static void Change(ClusterState cluster, Rng rng)
    {
        BackendState backend = cluster.Backends[rng.Next(cluster.Backends.Length)];
        if (rng.Next(5) < 2 && backend.InUse > 0)
        {
            backend.Release();
        }
        else
        {
            backend.TryReserve();
        }

        if (rng.Next(50) == 0)
        {
            backend.SetWeight(1 + rng.Next(4));
        }
    }
}
