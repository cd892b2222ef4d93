// Configs compiled one after the other: what stays keeps its state and number, and nothing of it is touched.
using System.Collections.Immutable;
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;
using Weir.Proxy.Snapshots;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Snapshots;

public sealed class SnapshotBuilderTests
{
    private readonly SnapshotBuilder _builder = new(new RecordingObserver());

    [Fact]
    public void A_tcp_listener_knows_its_cluster_and_an_http_listener_has_none()
    {
        ProxySnapshot snapshot = _builder.Build(
            Config([Listener("cache"), Listener("web", ProxyMode.Http)])
        );

        snapshot.Listeners[0].TcpCluster.ShouldBe(snapshot.Clusters[0].State);
        snapshot.Listeners[1].TcpCluster.ShouldBeNull();
        snapshot.TcpClusters.ShouldBe([snapshot.Clusters[0].State]);
        snapshot.Listeners[1].Router.Match("a"u8, "/"u8)!.ClusterName.ShouldBe("web");
        snapshot.Listeners[1].Clusters[0].ShouldBe(snapshot.Clusters[0].State);
    }

    [Fact]
    public void A_cluster_of_http_listeners_alone_is_no_tcp_cluster() =>
        _builder.Build(Config([Listener("web", ProxyMode.Http)])).TcpClusters.ShouldBeEmpty();

    [Fact]
    public void The_idle_timeout_of_clients_is_the_load_balancers()
    {
        WeirConfig config = Config([Listener("web")]) with
        {
            LoadBalancer = new LoadBalancerConfig { ConnectionIdleTimeoutMs = 7 },
        };
        _builder.Build(config).Listeners[0].ClientIdleUs.ShouldBe(7_000);
    }

    [Fact]
    public void The_configured_instance_decides_the_pseudonyms_and_another_builder_without_it_has_others()
    {
        WeirConfig config = Config([Listener("web"), Listener("api")]);
        ProxySnapshot random = _builder.Build(config);
        ProxySnapshot set = _builder.Build(config with { Instance = "edge-1" });
        var another = new SnapshotBuilder(new RecordingObserver(), 0, "another");
        ProxySnapshot other = another.Build(config);
        ProxySnapshot alike = another.Build(config with { Instance = "edge-1" });

        byte[][] all =
        [
            .. new[] { random, set, other }.SelectMany(s => s.Listeners.Select(l => l.Pseudonym)),
        ];
        all.Select(Convert.ToHexString).Distinct().Count().ShouldBe(6);
        alike.Listeners[1].Pseudonym.ShouldBe(set.Listeners[1].Pseudonym);
        _builder.Build(config).Listeners[0].Pseudonym.ShouldBe(random.Listeners[0].Pseudonym);
    }

    [Fact]
    public void Listeners_keep_state_and_number_by_name_and_new_ones_get_new_numbers()
    {
        ProxySnapshot first = _builder.Build(Config([Listener("a"), Listener("b")]));
        ProxySnapshot second = _builder.Build(Config([Listener("c"), Listener("b")]), first);
        ProxySnapshot third = _builder.Build(Config([Listener("a")]), second);

        second.Listeners[1].State.ShouldBe(first.Listeners[1].State);
        second.Listeners[0].State.Id.ShouldBe(2);
        third.Listeners[0].State.ShouldBe(first.Listeners[0].State); // counters run on
        (first.ListenerIdLimit, second.ListenerIdLimit, third.ListenerIdLimit).ShouldBe((2, 3, 3));
    }

    [Fact]
    public void Backends_that_stay_keep_their_state_and_those_that_go_are_not_touched()
    {
        ProxySnapshot first = _builder.Build(Config([Listener("web")], 1, 1));
        BackendState stays = first.Clusters[0].Backends[0];
        BackendState goes = first.Clusters[0].Backends[1];
        ProxySnapshot second = _builder.Build(Config([Listener("web")], 1), first);

        second.Clusters[0].Backends.ShouldBe([stays]);
        stays.IsRemoved.ShouldBeFalse();
        goes.IsRemoved.ShouldBeFalse();
        first.Clusters[0].Backends.ShouldBe([stays, goes]);
        second.Clusters[0].State.ShouldBeSameAs(first.Clusters[0].State);
        second.Config.ShouldNotBeSameAs(first.Config);
    }

    private static WeirConfig Config(
        ImmutableArray<ListenerConfig> listeners,
        params int[] weights
    ) =>
        new()
        {
            Listeners = listeners,
            Clusters = [TestCluster.Config(weights.Length == 0 ? [1] : weights)],
        };

    private static ListenerConfig Listener(string name, ProxyMode mode = ProxyMode.Tcp) =>
        new()
        {
            Name = name,
            Address = EndpointAddress.FromHostAndPort("127.0.0.1", 0),
            Mode = mode,
            Cluster = "web",
        };
}
