// The judge of picks finds each kind of breach.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class JudgingBalancerTests
{
    private readonly LivingConfig _living = new(
        new BackendRecorder(new SimNetwork(1, FaultProfile.None))
    );

    [Fact]
    public void A_usable_backend_may_be_picked() => Judge(Cluster(), _ => { }).ShouldBe("");

    [Fact]
    public void An_unhealthy_backend_may_not_be_picked() =>
        Judge(Cluster(), b => b.RecordLiveFailure("refused")).ShouldContain("Unhealthy");

    [Fact]
    public void With_failOpen_it_may_if_all_are_unhealthy()
    {
        ClusterConfig config = Cluster() with { WhenAllUnhealthy = WhenAllUnhealthy.FailOpen };
        Judge(config, b => b.RecordLiveFailure("refused")).ShouldContain("Unhealthy");
        Judge(
                config,
                b =>
                {
                    foreach (BackendState each in b.Cluster.Backends)
                    {
                        each.RecordLiveFailure("refused");
                    }
                }
            )
            .ShouldBe("");
    }

    [Fact]
    public void A_drained_one_may_not() =>
        Judge(Cluster(), b => b.SetAdmin(AdminState.Drain)).ShouldContain("Drain");

    [Fact]
    public void One_of_no_weight_may_not() =>
        Judge(Cluster(), b => b.SetWeight(0)).ShouldContain("weight 0");

    [Fact]
    public void One_at_its_limit_may_not() =>
        Judge(Cluster() with { MaxConnections = 1 }, b => b.TryReserve()).ShouldContain("1 in use");

    [Fact]
    public void One_that_was_tried_may_not() =>
        Judge(Cluster(), _ => { }, wasTried: true).ShouldContain("tried");

    [Fact]
    public void Nobody_is_turned_away_while_one_may_be_picked()
    {
        ClusterState cluster = _living.Apply(Cluster())[0];
        var judge = new JudgingBalancer(new Stubborn(null));
        Should
            .Throw<SimFailureException>(() =>
                judge.Pick(cluster.Current, new TriedBackends(), out _)
            )
            .Message.ShouldContain("NoneUsable, not Picked");
    }

    [Fact]
    public void A_first_pick_goes_by_the_members_in_force()
    {
        ClusterSnapshot past = _living.Apply(Cluster())[0].Current;
        _living.Apply(Cluster() with { MaxQueue = 1 });
        var judge = new JudgingBalancer(new Stubborn(past.Backends[0]), c => c != c.State.Current);
        Should
            .Throw<SimFailureException>(() => judge.Pick(past, new TriedBackends(), out _))
            .Message.ShouldContain("members of the past");
    }

    [Fact]
    public void A_further_try_goes_by_the_members_of_the_first()
    {
        ClusterSnapshot before = _living.Apply(Cluster())[0].Current;
        var judge = new JudgingBalancer(new Stubborn(before.Backends[1]), picks: []);
        var tried = new TriedBackends();
        judge.Pick(before, tried, out _);
        tried.Add(before.Backends[0]);
        judge.Pick(before, tried, out _);

        ClusterSnapshot newest = _living.Apply(Cluster() with { MaxQueue = 1 })[0].Current;
        Should
            .Throw<SimFailureException>(() => judge.Pick(newest, tried, out _))
            .Message.ShouldContain("among other members");
    }

    private static ClusterConfig Cluster() =>
        SimConfigs.Cluster(2) with
        {
            BackendFailureThreshold = 1,
        };

    // What the judge says of a balancer that picks the first backend whatever happened to it.
    private string Judge(ClusterConfig config, Action<BackendState> happens, bool wasTried = false)
    {
        BackendState first = _living.Apply(config)[0].Backends[0];
        happens(first);
        var tried = new TriedBackends();
        if (wasTried)
        {
            tried.Add(first);
        }

        try
        {
            new JudgingBalancer(new Stubborn(first)).Pick(first.Cluster.Current, tried, out _);
            return "";
        }
        catch (SimFailureException breach)
        {
            return breach.Message;
        }
    }

    private sealed class Stubborn(BackendState? favourite) : Balancer
    {
        public override PickResult Pick(
            ClusterSnapshot cluster,
            TriedBackends tried,
            out BackendState? backend
        )
        {
            backend = favourite;
            return favourite is null ? PickResult.NoneUsable : PickResult.Picked;
        }
    }
}
