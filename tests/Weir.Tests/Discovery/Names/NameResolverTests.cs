// When names are looked up, what is published, and what is kept.
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Discovery.Names;
using Weir.Proxy.Backends;
using Weir.Simulation.Harness;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Discovery.Names;

public sealed class NameResolverTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly RecordingObserver _observer = new();
    private readonly LivingConfig _living;
    private readonly FakeNames _names = new();
    private readonly NameResolver _resolver;

    public NameResolverTests()
    {
        _living = new LivingConfig(_observer);
        _resolver = new NameResolver(_names, new Membership(), _names.Delay, () => _names.NowMs);
    }

    public void Dispose() => _resolver.Dispose();

    [Fact]
    public async Task Every_name_is_looked_up_once_at_once_for_all_its_backends()
    {
        _names.Answers["a.org"] = ["10.0.0.1"];
        _names.Answers["b.org"] = ["10.0.0.2"];
        ClusterState cluster = await Apply("a.org:80", "A.org:81", "b.org:80", "127.0.0.1:80");

        Endpoints(cluster, 0).ShouldBe("10.0.0.1:80");
        Endpoints(cluster, 1).ShouldBe("10.0.0.1:81");
        Endpoints(cluster, 2).ShouldBe("10.0.0.2:80");
        _names.Lookups.Order(StringComparer.Ordinal).ShouldBe(["a.org", "b.org"]);
        cluster.Usable.Backends.Length.ShouldBe(4);
    }

    [Fact]
    public async Task IPv4_comes_before_IPv6_and_each_address_once()
    {
        _names.Answers["a.org"] = ["2001:db8::1", "10.0.0.2", "10.0.0.1", "::ffff:10.0.0.2"];

        Endpoints(await Apply(expand: false, "a.org:80"), 0)
            .ShouldBe("10.0.0.2:80 10.0.0.1:80 [2001:db8::1]:80");
    }

    [Fact]
    public async Task A_name_without_an_answer_makes_unhealthy_and_is_asked_again_sooner()
    {
        ClusterState cluster = await Apply("a.org:80");
        cluster.Backends[0].Health.Status.ShouldBe(HealthStatus.Unhealthy);
        _observer.Take().ShouldBe(["a.org:80 Unhealthy (the name does not resolve, 0)"]);
        _names.Answers["a.org"] = ["10.0.0.1"];

        (await _names.NextDelay()).ShouldBe(NameResolver.RetryInterval);
        (await _names.NextDelay()).ShouldBe(_names.Lifetime);

        Endpoints(cluster, 0).ShouldBe("10.0.0.1:80");
        cluster.Backends[0].RecordCheck(true, "connected", 1);
        cluster.Usable.Backends.ShouldBe([cluster.Backends[0]]);
    }

    [Fact]
    public async Task The_last_good_answer_stays_when_a_later_lookup_fails()
    {
        _names.Answers["a.org"] = ["10.0.0.1"];
        ClusterState cluster = await Apply("a.org:80");
        _names.Answers.Remove("a.org", out _);

        (await _names.NextDelay()).ShouldBe(_names.Lifetime);
        (await _names.NextDelay()).ShouldBe(NameResolver.RetryInterval);

        Endpoints(cluster, 0).ShouldBe("10.0.0.1:80");
        cluster.Backends[0].Health.Status.ShouldBe(HealthStatus.Unknown);
    }

    [Fact]
    public async Task Another_order_is_no_change_and_another_set_is()
    {
        _names.Answers["a.org"] = ["10.0.0.1", "10.0.0.2"];
        ClusterState cluster = await Apply(expand: false, "a.org:80");
        cluster.Backends[0].PreferredEndpoint = 1;
        _names.Answers["a.org"] = ["10.0.0.2", "10.0.0.1"];
        await _names.NextDelay();
        await _names.NextDelay();
        cluster.Backends[0].PreferredEndpoint.ShouldBe(1);
        Endpoints(cluster, 0).ShouldBe("10.0.0.1:80 10.0.0.2:80");

        _names.Answers["a.org"] = ["10.0.0.2", "10.0.0.3"];
        await _names.NextDelay();
        Endpoints(cluster, 0).ShouldBe("10.0.0.2:80 10.0.0.3:80");
    }

    [Fact]
    public async Task A_new_config_asks_again_at_once_and_forgets_old_names()
    {
        _names.Answers["a.org"] = ["10.0.0.1"];
        await Apply("a.org:80", "gone.org:80");
        _names.Answers.Remove("a.org", out _);
        int lookups = _names.Lookups.Length;

        ClusterState cluster = await Apply("a.org:80", "a.org:81");

        // The backend that is new gets the answer known of its name.
        Endpoints(cluster, 1).ShouldBe("10.0.0.1:81");
        _names.Lookups[lookups..].ShouldBe(["a.org"]);
    }

    [Fact]
    public async Task A_silent_lookup_of_one_name_does_not_hold_up_another()
    {
        _names.Silent = "slow.org";
        _names.Answers["a.org"] = ["10.0.0.1"];
        ClusterState cluster = _living.Apply(Config(true, "slow.org:80", "a.org:80"))[0];
        Task firstRound = _resolver.Apply([cluster.Current]);
        (await _names.NextDelay()).ShouldBe(_names.Lifetime);

        Endpoints(cluster, 1).ShouldBe("10.0.0.1:80");
        firstRound.IsCompleted.ShouldBeFalse();
        await _resolver.Apply([]).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await firstRound.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void An_address_for_a_listener_is_resolved_once_and_in_place()
    {
        Resolve("127.0.0.1").ShouldBe("127.0.0.1:80");
        Resolve("::1").ShouldBe("[::1]:80");
        Resolve("localhost").ShouldContain("127.0.0.1:80");
        NameResolver
            .ResolveOnce(EndpointAddress.FromUnixPath("/run/a.sock"))[0]
            .ToString()
            .ShouldBe("unix:/run/a.sock");
        NameResolver.ResolveOnce(EndpointAddress.FromHostAndPort("no..name", 80)).ShouldBeEmpty();
    }

    private static string Resolve(string host) =>
        string.Join(' ', NameResolver.ResolveOnce(EndpointAddress.FromHostAndPort(host, 80)));

    [Fact]
    public async Task A_backend_of_a_known_name_has_its_addresses_before_it_comes_into_force()
    {
        _names.Answers["a.org"] = ["10.0.0.1", "10.0.0.2"];
        await Apply(expand: false, "a.org:80");
        var builder = new Weir.Proxy.Snapshots.SnapshotBuilder(_observer);
        ClusterSnapshot next = builder
            .Build(
                new WeirConfig { Listeners = [], Clusters = [Config(true, "a.org:81", "b.org:80")] }
            )
            .Clusters[0];
        _resolver.Prepare([next]);
        string.Join(' ', next.Backends[0].Endpoints).ShouldBe("10.0.0.1:81 10.0.0.2:81");
        next.Backends[1].Endpoints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_with_several_addresses_is_several_backends_as_long_as_it_is_configured()
    {
        _names.Answers["a.org"] = ["10.0.0.1", "10.0.0.2"];
        ClusterState cluster = await Apply("a.org:80", "127.0.0.1:80");
        Addresses(cluster).ShouldBe(["127.0.0.1:80", "10.0.0.1:80", "10.0.0.2:80"]);

        await Apply("a.org:80");
        Addresses(cluster).ShouldBe(["10.0.0.1:80", "10.0.0.2:80"]);

        await Apply("127.0.0.1:80");
        Addresses(cluster).ShouldBe(["127.0.0.1:80"]);

        await Apply("a.org:80");
        Addresses(cluster).ShouldBe(["10.0.0.1:80", "10.0.0.2:80"]);
        await Apply(expand: false, "a.org:80");
        Addresses(cluster).ShouldBe(["a.org:80"]);
    }

    [Fact]
    public async Task It_is_looked_up_again_when_its_answer_ends_or_an_address_is_kept_no_more()
    {
        _names.Lifetime = TimeSpan.FromMinutes(2);
        _names.Answers["a.org"] = ["10.0.0.1", "10.0.0.2"];
        ClusterState cluster = await Apply("a.org:80");
        (await _names.NextDelay()).ShouldBe(TimeSpan.FromMinutes(2));
        cluster.Find("10.0.0.2:80").ShouldNotBeNull().RecordCheck(true, "connected", 1);

        _names.Answers["a.org"] = ["10.0.0.1"];
        _names.NowMs = 120_000;
        (await _names.NextDelay()).ShouldBe(TimeSpan.FromSeconds(30));
        Addresses(cluster).ShouldBe(["10.0.0.1:80", "10.0.0.2:80"]);
        _names.NowMs = 150_000;
        (await _names.NextDelay()).ShouldBe(TimeSpan.FromMinutes(2));
        Addresses(cluster).ShouldBe(["10.0.0.1:80"]);
    }

    private Task<ClusterState> Apply(params string[] addresses) => Apply(expand: true, addresses);

    private async Task<ClusterState> Apply(bool expand, params string[] addresses)
    {
        ClusterState cluster = _living.Apply(Config(expand, addresses))[0];
        await _resolver
            .Apply([cluster.Current])
            .WaitAsync(Patience, TestContext.Current.CancellationToken);
        return cluster;
    }

    private static ClusterConfig Config(bool expand, params string[] addresses) =>
        TestCluster.Config() with
        {
            Backends =
            [
                .. addresses.Select(a => new BackendConfig
                {
                    Expand = expand,
                    Address = EndpointAddress.FromHostAndPort(
                        a.Split(':')[0],
                        int.Parse(
                            a.Split(':')[1],
                            System.Globalization.CultureInfo.InvariantCulture
                        )
                    ),
                }),
            ],
        };

    private static string[] Addresses(ClusterState cluster) =>
        [.. cluster.Backends.Select(b => b.Address)];

    private static string Endpoints(ClusterState cluster, int index) =>
        string.Join(' ', cluster.Backends[index].Endpoints);
}
