// When traffic should come here.
using Shouldly;
using Weir.Admin;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Admin;

public sealed class ReadinessTests
{
    private readonly FakeControl _control = new();

    private IReadOnlyList<string> Reasons() =>
        Readiness.Reasons(_control.Status, _control.Clusters);

    [Fact]
    public void Backends_not_yet_checked_are_usable() => Reasons().ShouldBeEmpty();

    [Fact]
    public void Draining_and_not_listening_are_reasons_each()
    {
        _control.Status = _control.Status with { IsDraining = true, IsListening = false };
        Reasons().ShouldBe(["not listening yet", "draining"]);
    }

    [Fact]
    public void One_usable_backend_is_enough_for_a_cluster()
    {
        _control.Tcp.SetAdmin(AdminState.Drain);
        Reasons().ShouldBeEmpty();
        _control.Unix.SetAdmin(AdminState.Maint);
        Reasons().ShouldBe(["cluster api has no usable backend"]);
    }

    [Fact]
    public void Unhealthy_backends_are_not_usable_unless_the_cluster_fails_open()
    {
        ClusterState Build(WhenAllUnhealthy choice)
        {
            ClusterState cluster = TestClusters.Build(BalancingAlgorithm.Random, choice);
            cluster.Backends[0].Health.MarkUnhealthy();
            cluster.Backends[0].SetWeight(1); // any change makes the cluster look anew
            return cluster;
        }

        Readiness
            .Reasons(_control.Status, [Build(WhenAllUnhealthy.Reject)])
            .ShouldBe(["cluster c has no usable backend"]);
        Readiness.Reasons(_control.Status, [Build(WhenAllUnhealthy.FailOpen)]).ShouldBeEmpty();
    }
}
