// A name that is several backends.
using System.Net;
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Discovery.Names;
using Weir.Proxy.Backends;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Discovery.Names;

public sealed class NamedBackendTests
{
    private readonly Membership _membership = new();

    [Fact]
    public void With_one_address_it_is_the_backend_that_is_configured()
    {
        (ClusterState cluster, NamedBackend named) = Create();
        Publish(named, 0, "10.0.0.1");
        cluster.Backends.ShouldHaveSingleItem().Address.ShouldBe("web.test:80");
        string.Join(' ', cluster.Backends[0].Endpoints).ShouldBe("10.0.0.1:80");
        cluster.Usable.Backends.Length.ShouldBe(1);
    }

    [Fact]
    public void With_several_it_is_one_for_each_with_its_weight_and_what_is_known_of_it()
    {
        (ClusterState cluster, NamedBackend named) = Create(weight: 3);
        BackendState itself = cluster.Backends[0];
        Publish(named, 0, "10.0.0.1", "2001:db8::1");
        Addresses(cluster).ShouldBe(["10.0.0.1:80", "[2001:db8::1]:80"]);
        cluster.Backends.ShouldAllBe(b => b.Weight == 3 && b.Endpoints.Length == 1);
        itself.IsRemoved.ShouldBeTrue();

        BackendState first = cluster.Backends[0];
        first.SetAdmin(AdminState.Drain);
        Publish(named, 0, "10.0.0.9", "10.0.0.1", "2001:db8::1");
        Addresses(cluster).ShouldBe(["10.0.0.1:80", "[2001:db8::1]:80", "10.0.0.9:80"]);
        cluster.Backends[0].ShouldBe(first);
        first.Admin.ShouldBe(AdminState.Drain);

        Publish(named, 0, "10.0.0.9"); // it stays expanded
        Addresses(cluster).ShouldBe(["10.0.0.9:80"]);
        named.Drop();
        Addresses(cluster).ShouldBe(["web.test:80"]);
    }

    [Fact]
    public void A_healthy_address_that_an_answer_lacks_stays_for_half_a_minute()
    {
        (ClusterState cluster, NamedBackend named) = Create();
        Publish(named, 0, "10.0.0.1", "10.0.0.2", "10.0.0.3").ShouldBe(long.MaxValue);
        cluster.Find("10.0.0.1:80").ShouldNotBeNull().RecordCheck(true, "connected", 1);
        cluster.Find("10.0.0.2:80").ShouldNotBeNull().RecordCheck(true, "connected", 1);

        // The third never answered: nobody keeps it.
        Publish(named, 1_000, "10.0.0.9").ShouldBe(30_000);
        Addresses(cluster).ShouldBe(["10.0.0.1:80", "10.0.0.2:80", "10.0.0.9:80"]);
        Publish(named, 11_000, "10.0.0.9", "10.0.0.2").ShouldBe(20_000);
        Publish(named, 21_000, "10.0.0.9").ShouldBe(10_000);
        Publish(named, 30_999, "10.0.0.9").ShouldBe(1);
        Addresses(cluster).ShouldBe(["10.0.0.1:80", "10.0.0.2:80", "10.0.0.9:80"]);
        Publish(named, 31_000, "10.0.0.9").ShouldBe(20_000);
        Addresses(cluster).ShouldBe(["10.0.0.2:80", "10.0.0.9:80"]);

        for (int i = 0; i < Defaults.BackendFailureThreshold; i++)
        {
            cluster.Find("10.0.0.2:80").ShouldNotBeNull().RecordLiveFailure("refused");
        }

        Publish(named, 32_000, "10.0.0.9").ShouldBe(long.MaxValue);
        Addresses(cluster).ShouldBe(["10.0.0.9:80"]);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("app.LOCALHOST", true)]
    [InlineData("web.test", false)]
    public void This_machine_and_names_that_shall_not_expand_are_one_backend_with_all_addresses(
        string host,
        bool expand
    )
    {
        (ClusterState cluster, NamedBackend named) = Create(host, expand);
        Publish(named, 0, "127.0.0.1", "::1");
        Addresses(cluster).ShouldBe([$"{host}:80"]);
        string.Join(' ', cluster.Backends[0].Endpoints).ShouldBe("127.0.0.1:80 [::1]:80");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Configured_otherwise_it_keeps_its_members_or_is_one_again(bool expand)
    {
        (ClusterState cluster, NamedBackend named) = Create();
        Publish(named, 0, "10.0.0.1", "10.0.0.2");
        BackendState first = cluster.Backends[0];
        var next = new NamedBackend(
            cluster,
            named.Config with
            {
                Weight = 5,
                Expand = expand,
            },
            _membership
        );
        next.TakeOver(named);
        Publish(next, 0, "10.0.0.1", "10.0.0.2");
        Addresses(cluster).ShouldBe(expand ? ["10.0.0.1:80", "10.0.0.2:80"] : ["web.test:80"]);
        (first.Weight, first.IsRemoved).ShouldBe((expand ? 5 : 1, !expand));
        cluster.Usable.Backends.Length.ShouldBe(expand ? 2 : 1);
    }

    [Fact]
    public void The_same_answer_again_tells_nobody()
    {
        (ClusterState cluster, NamedBackend named) = Create();
        Publish(named, 0, "10.0.0.1", "10.0.0.2");
        BackendState[] members = cluster.Backends;
        Publish(named, 0, "10.0.0.2", "10.0.0.1", "10.0.0.2");
        cluster.Backends.ShouldBeSameAs(members);
    }

    [Fact]
    public void Without_an_answer_it_is_unhealthy()
    {
        (ClusterState cluster, NamedBackend named) = Create();
        Publish(named, 0);
        cluster.Backends[0].Health.Status.ShouldBe(HealthStatus.Unhealthy);
        cluster.Backends[0].LastCheckOutcome.ShouldBe("");
    }

    private (ClusterState Cluster, NamedBackend Named) Create(
        string host = "web.test",
        bool expand = true,
        int weight = 1
    )
    {
        var config = new BackendConfig
        {
            Address = EndpointAddress.FromHostAndPort(host, 80),
            Expand = expand,
            Weight = weight,
        };
        ClusterState cluster = TestCluster.Create(
            TestCluster.Config() with
            {
                Backends = [config],
            }
        );
        return (cluster, new NamedBackend(cluster, config, _membership));
    }

    private static long Publish(NamedBackend named, long nowMs, params string[] addresses) =>
        named.Publish(Array.ConvertAll(addresses, IPAddress.Parse), nowMs);

    private static string[] Addresses(ClusterState cluster) =>
        [.. cluster.Backends.Select(b => b.Address)];
}
