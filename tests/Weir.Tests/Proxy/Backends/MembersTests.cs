// Members that come, go and change, against a look at all of them after each step.
using CsCheck;
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Simulation.Harness;
using Xunit;

namespace Weir.Tests.Proxy.Backends;

public sealed class MembersTests
{
    private readonly RecordingObserver _observer = new();
    private readonly LivingConfig _living;

    public MembersTests() => _living = new LivingConfig(_observer);

    [Fact]
    public void Named_members_stand_behind_those_of_the_configuration_and_take_work_at_once()
    {
        ClusterState cluster = _living.Apply(TestCluster.Config(1, 1))[0];
        MemberChange change = Set(cluster, "dns", 5, 3);
        Names(cluster.Backends).ShouldBe([0, 1, 5, 3]);
        Names(change.Joined).ShouldBe([5, 3]);
        (change.Left.Length, change.Reweighted.Length, change.IsEmpty).ShouldBe((0, 0, false));
        Names(cluster.Usable.Backends).ShouldBe([0, 1, 5, 3]);
        cluster.Find("127.0.0.1:9103").ShouldBe(cluster.Backends[3]);

        change = Set(cluster, "dns", 3, 4);
        Names(change.Joined).ShouldBe([4]);
        Names(change.Left).ShouldBe([5]);
        Names(cluster.Usable.Backends).ShouldBe([0, 1, 3, 4]);
        change.Left[0].IsRemoved.ShouldBeTrue();
        change.Left[0].MayPool.ShouldBeFalse();
        cluster.Find("127.0.0.1:9105").ShouldBeNull();
        Set(cluster, "dns", 3, 4).IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void What_the_configuration_names_too_is_its_own()
    {
        ClusterState cluster = _living.Apply(TestCluster.Config(4, 1))[0];
        Set(cluster, "dns", 0, 2).Joined.Length.ShouldBe(1);
        cluster.Backends[0].Weight.ShouldBe(4);
        Set(cluster, "dns").Left.Length.ShouldBe(1);
        Names(cluster.Backends).ShouldBe([0, 1]);
    }

    [Fact]
    public void A_reload_keeps_whom_others_name_and_what_is_known_of_them()
    {
        ClusterState cluster = _living.Apply(TestCluster.Config(1, 1))[0];
        Set(cluster, "dns", 1, 2);
        BackendState[] before = cluster.Backends;
        before[2].SetAdmin(AdminState.Drain);

        _living.Apply(TestCluster.Config(1)); // 1 is named by the source alone now
        cluster.Backends.ShouldBe([before[0], before[1], before[2]]);
        before[1].IsRemoved.ShouldBeFalse();
        before[2].Admin.ShouldBe(AdminState.Drain);
        Set(cluster, "dns", 2).Left.ShouldBe([before[1]]);

        _living.Apply(TestCluster.Config(1, 1, 7)); // and 2 by the configuration
        cluster.Backends[2].ShouldBe(before[2]);
        before[2].Weight.ShouldBe(7);
        Set(cluster, "dns").IsEmpty.ShouldBeTrue();
        before[2].IsRemoved.ShouldBeFalse();
    }

    [Fact]
    public void A_member_that_left_between_the_build_and_its_publishing_comes_as_another()
    {
        var builder = new Weir.Proxy.Snapshots.SnapshotBuilder(_observer);
        WeirConfig With(params int[] weights) =>
            new() { Listeners = [], Clusters = [TestCluster.Config(weights)] };
        var first = builder.Build(With(1));
        first.Publish(before: null, static () => { });
        ClusterState cluster = first.Clusters[0].State;
        BackendState named = Set(cluster, "dns", 1).Joined[0];
        var second = builder.Build(With(1, 1), first);
        Set(cluster, "dns").Left.ShouldBe([named]);
        second.Publish(first, static () => { });

        cluster.Backends[1].ShouldNotBe(named);
        cluster.Backends[1].IsRemoved.ShouldBeFalse();
        named.IsRemoved.ShouldBeTrue();
    }

    [Fact]
    public void A_weight_is_the_sources_until_an_operator_changes_it_and_again_when_the_source_does()
    {
        ClusterState cluster = _living.Apply(TestCluster.Config(1))[0];
        cluster.SetMembers("dns", [TestCluster.Member(1, weight: 3)]);
        BackendState member = cluster.Backends[1];
        member.SetWeight(9);
        cluster.SetMembers("dns", [TestCluster.Member(1, weight: 3)]).IsEmpty.ShouldBeTrue();
        member.Weight.ShouldBe(9);
        cluster.SetMembers("dns", [TestCluster.Member(1, weight: 5)]).Reweighted.ShouldBe([member]);
        member.Weight.ShouldBe(5);
    }

    [Fact]
    public void A_backend_that_left_and_turns_afterwards_changes_nothing_of_the_others()
    {
        ClusterState cluster = _living.Apply(
            TestCluster.Config(1, 1) with
            {
                BackendFailureThreshold = 1,
            }
        )[0];
        BackendState gone = Set(cluster, "dns", 2).Joined[0];
        Set(cluster, "dns");
        _living.Apply(TestCluster.Config(1, 1, 1) with { Name = "web", Retries = 3 });
        gone.RecordLiveFailure("refused");
        gone.SetAdmin(AdminState.Drain);
        Names(cluster.Usable.Backends).ShouldBe([0, 1, 2]);
    }

    [Theory]
    [InlineData(BalancingAlgorithm.RoundRobin, WhenAllUnhealthy.Reject)]
    [InlineData(BalancingAlgorithm.LeastConnections, WhenAllUnhealthy.FailOpen)]
    public void After_any_steps_the_set_in_force_is_what_a_look_at_all_members_finds(
        BalancingAlgorithm algorithm,
        WhenAllUnhealthy whenAllUnhealthy
    ) =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 99], Gen.Int[0, 3])
            .Array[1, 60]
            .Sample(steps => Play(steps, algorithm, whenAllUnhealthy), iter: 200);

    private static void Play(
        (int Kind, int Which, int Value)[] steps,
        BalancingAlgorithm algorithm,
        WhenAllUnhealthy whenAllUnhealthy
    )
    {
        var living = new LivingConfig(new RecordingObserver());
        ClusterConfig config = TestCluster.Config(1, 1, 1) with
        {
            Algorithm = algorithm,
            WhenAllUnhealthy = whenAllUnhealthy,
            BackendFailureThreshold = 1,
            MaxConnections = 2,
        };
        ClusterState cluster = living.Apply(config)[0];
        List<BackendConfig> named =
        [
            .. Enumerable.Range(10, 40).Select(i => TestCluster.Member(i)),
        ];
        cluster.SetMembers("a", [.. named]);
        foreach ((int kind, int which, int value) in steps)
        {
            BackendState one = cluster.Backends[which % cluster.Backends.Length];
            switch (kind)
            {
                case 0:
                    one.RecordLiveFailure("refused");
                    break;
                case 1:
                    one.RecordCheck(true, "connected", 1);
                    break;
                case 2:
                    one.SetAdmin(value == 0 ? AdminState.Drain : AdminState.Ready);
                    break;
                case 3:
                    one.SetWeight(int.Max(value, 1) % 3);
                    break;
                case 4 when named.Count > 2:
                    named.RemoveAt(which % named.Count);
                    named.Insert(
                        which % named.Count,
                        TestCluster.Member(100 + which, 1 + (value / 3))
                    );
                    named.RemoveRange(0, value == 2 ? 2 : 0);
                    cluster.SetMembers("a", [.. named]);
                    break;
                default:
                    _ = one.TryReserve();
                    break;
            }

            ShouldBeAsLookedAt(cluster);
        }
    }

    private static void ShouldBeAsLookedAt(ClusterState cluster)
    {
        UsableSet found = cluster.Usable;
        UsableSet expected = UsableSet.Of(cluster.Current, found.Version);
        found.Backends.ShouldBe(expected.Backends);
        found.RotationLength.ShouldBe(expected.RotationLength);
        Enumerable
            .Range(0, found.RotationLength)
            .ShouldAllBe(i => found.RotationAt(i) == expected.RotationAt(i));
        if (found.Loads is { } loads)
        {
            long least = found
                .Backends.Where(b => b.HasRoom)
                .Select(b => ((long)b.InUse << 17) / b.Weight)
                .Append(LoadTree.Full)
                .Min();
            loads.Least().ShouldBe(least);
            if (least != LoadTree.Full)
            {
                found.Backends.ShouldContain(loads.FirstAtMost(least, found.Backends[0]));
            }
        }
    }

    private static MemberChange Set(ClusterState cluster, string source, params int[] members) =>
        cluster.SetMembers(source, [.. members.Select(i => TestCluster.Member(i))]);

    private static int[] Names(IEnumerable<BackendState> backends) =>
        [.. backends.Select(b => b.Config.Port - 9100)];
}
