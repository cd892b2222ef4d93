// From a config and living backends to what the metrics report on.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;
using Weir.Proxy.Metrics;
using Weir.Proxy.Snapshots;
using Weir.Tests.Admin;
using Xunit;

namespace Weir.Tests.Proxy.Snapshots;

public sealed class MetricsTopologyBuilderTests
{
    private readonly ClusterState[] _clusters = TestClusters.Build("api", "web");

    [Fact]
    public void Listeners_carry_the_numbers_of_the_clusters_they_lead_to_once_each()
    {
        var web = new ListenerConfig
        {
            Name = "web",
            Address = EndpointAddress.FromHostAndPort("127.0.0.1", 0),
            Mode = ProxyMode.Http,
            Routes =
            [
                new() { Cluster = "web" },
                new() { Cluster = "api" },
                new() { Cluster = "web" },
            ],
            Cluster = "api",
        };

        MetricsTopology topology = MetricsTopologyBuilder.Build([(7, web)], _clusters);

        ListenerTopology listener = topology.Listeners.ShouldHaveSingleItem();
        (listener.Id, listener.Name, listener.IsHttp).ShouldBe((7, "web", true));
        listener.ClusterIds.ShouldBe([_clusters[1].Id, _clusters[0].Id]);
        topology.Clusters.Select(c => c.Name).ShouldBe(["api", "web"]);
    }

    [Fact]
    public void A_compiled_config_says_it_all()
    {
        var cluster = new ClusterConfig
        {
            Name = "store",
            Backends = [new() { Address = EndpointAddress.FromUnixPath("/run/s") }],
        };
        var tcp = new ListenerConfig
        {
            Name = "cache",
            Address = EndpointAddress.FromHostAndPort("127.0.0.1", 0),
            Cluster = "store",
        };
        ProxySnapshot snapshot = TestClusters
            .Living()
            .Apply(new WeirConfig { Listeners = [tcp], Clusters = [cluster] });

        MetricsTopology topology = MetricsTopologyBuilder.Build(snapshot);

        topology.Listeners.ShouldHaveSingleItem().IsHttp.ShouldBeFalse();
        topology.Listeners[0].Id.ShouldBe(snapshot.Listeners[0].State.Id);
        topology.Clusters.Select(c => (c.Id, c.Name)).ShouldBe([(1, "store")]);
        topology.Backends.ShouldHaveSingleItem().Address.ShouldBe("unix:/run/s");
    }

    [Fact]
    public void A_backend_tells_its_living_state()
    {
        BackendState state = _clusters[0].Backends[0];
        BackendMetricsSource source = MetricsTopologyBuilder.Build([], _clusters).Backends[0];
        (source.Id, source.Cluster, source.Address).ShouldBe((state.Id, "api", state.Address));
        source.IsHealthy.ShouldBeTrue("unknown counts as healthy");

        state.TryReserve().ShouldBeTrue();
        state.TryReserveIdle(5).ShouldBeTrue();
        state.RecordCheck(success: true, "connected", 1);
        for (int i = 0; i < Defaults.BackendFailureThreshold; i++)
        {
            state.RecordCheck(success: false, "refused", 2);
        }

        source.InUse.ShouldBe(1);
        source.Idle.ShouldBe(1);
        source.IsHealthy.ShouldBeFalse();
        source.ChecksSucceeded.ShouldBe(1);
        source.ChecksFailed.ShouldBe(Defaults.BackendFailureThreshold);
        source.TurnedHealthy.ShouldBe(1);
        source.TurnedUnhealthy.ShouldBe(1);
    }
}
