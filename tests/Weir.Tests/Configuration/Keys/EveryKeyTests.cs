// What is promised of every key there is, so that none can be forgotten by the reader, the writer, the comparison or the diff.
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Keys;
using Weir.Configuration.Listeners;
using Weir.Configuration.Process;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Keys;

public sealed class EveryKeyTests
{
    private const string Text = """
        {
          "listeners": [
            { "name": "web", "address": "127.0.0.1:9000", "mode": "http", "cluster": "a",
              "routes": [ { "host": "a.example", "pathPrefix": "/a", "cluster": "a" } ] },
            { "name": "db", "address": "127.0.0.1:9002", "cluster": "b" }
          ],
          "clusters": {
            "a": { "backends": [ { "address": "app.example:9100" } ], "healthCheck": { "type": "http" } },
            "b": { "backends": [ { "address": "127.0.0.1:9101" } ] }
          }
        }
        """;

    private static readonly KeyPlace[] s_places =
    [
        KeyPlace.Of("", RootKeys.All, c => c, (_, v) => v),
        KeyPlace.Of("listeners.0", ListenerKeys.All, c => c.Listeners[0], WithListener),
        KeyPlace.Of(
            "listeners.0.routes.0",
            RouteKeys.All,
            c => c.Listeners[0].Routes[0],
            (c, v) => WithListener(c, c.Listeners[0] with { Routes = [v] })
        ),
        KeyPlace.Of("clusters.a", ClusterKeys.All, c => c.Clusters[0], WithCluster),
        KeyPlace.Of(
            "clusters.a.backends.0",
            BackendKeys.All,
            c => c.Clusters[0].Backends[0],
            (c, v) => WithCluster(c, c.Clusters[0] with { Backends = [v] })
        ),
        KeyPlace.Of(
            "clusters.a.healthCheck",
            HealthCheckKeys.All,
            c => c.Clusters[0].HealthCheck,
            (c, v) => WithCluster(c, c.Clusters[0] with { HealthCheck = v })
        ),
        KeyPlace.Of(
            "loadBalancer",
            LoadBalancerKeys.OfProcess,
            c => c.LoadBalancer,
            (c, v) => c with { LoadBalancer = v }
        ),
        KeyPlace.Of("logging", LoggingKeys.All, c => c.Logging, (c, v) => c with { Logging = v }),
        KeyPlace.Of("reactor", ReactorKeys.All, c => c.Reactor, (c, v) => c with { Reactor = v }),
        KeyPlace.Of(
            "shutdown",
            ShutdownKeys.All,
            c => c.Shutdown,
            (c, v) => c with { Shutdown = v }
        ),
        KeyPlace.Of("admin", AdminKeys.All, c => c.Admin, (c, v) => c with { Admin = v }),
        KeyPlace.Of("scaling", ScalingKeys.All, c => c.Scaling, (c, v) => c with { Scaling = v }),
        KeyPlace.Of(
            "accessLog",
            AccessLogKeys.All,
            c => c.AccessLog,
            (c, v) => c with { AccessLog = v }
        ),
        KeyPlace.Of(
            "telemetry",
            TelemetryKeys.All,
            c => c.Telemetry,
            (c, v) => c with { Telemetry = v }
        ),
    ];

    public static TheoryData<int, string> Keys =>
        [
            .. s_places.SelectMany(
                (place, i) => place.Keys.Select(key => new TheoryDataRow<int, string>(i, key))
            ),
        ];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Another_value_of_a_key_is_a_difference_is_written_and_reads_back(
        int place,
        string key
    )
    {
        WeirConfig before = ReadFine(Text);
        (WeirConfig after, string path) = s_places[place].Change(before, key);

        after.ShouldNotBe(before);
        RootKeys.All.Changes("", before, after).Select(change => change.Path).ShouldBe([path]);
        string written = ConfigWriter.WriteWithSecrets(after);
        Read(written).Config.ShouldBe(after);
        written.ShouldNotBe(ConfigWriter.WriteWithSecrets(before));
    }

    [Fact]
    public void Every_property_of_a_record_belongs_to_one_key()
    {
        foreach (KeyPlace place in s_places)
        {
            (string Key, string[] Properties)[] held = [.. place.Held];
            held.ShouldAllBe(entry => entry.Properties.Length == 1, place.Record.Name);
            held.Select(entry => entry.Properties[0])
                .Order()
                .ShouldBe(
                    place
                        .Record.GetProperties()
                        .Select(property => property.Name)
                        .Where(name => (place.Record.Name, name) != (nameof(ClusterConfig), "Name"))
                        .Order(),
                    place.Record.Name
                );
        }
    }

    [Fact]
    public void Every_record_and_every_section_has_its_place_here()
    {
        s_places
            .Select(place => place.Record)
            .ShouldBe(
                typeof(WeirConfig)
                    .Assembly.GetTypes()
                    .Where(type => type.Name.EndsWith("Config", StringComparison.Ordinal)),
                ignoreOrder: true
            );
        ListenerKeys.Short.Keys.ShouldBe(
            ListenerKeys.All.Keys.Where(key => key != ListenerKeys.Name)
        );
    }

    [Fact]
    public void What_needs_a_restart_stays_as_it_runs_and_nothing_else()
    {
        WeirConfig running = ReadFine(Text);
        foreach ((int place, string key) in Keys.Select(row => row.Data))
        {
            (WeirConfig read, string path) = s_places[place].Change(running, key);
            KeyChange change = RootKeys.All.Changes("", running, read).Single();
            change.NeedsRestart.ShouldBe(
                path
                    is "reactor.threads"
                        or "reactor.engine"
                        or "reactor.maxLag"
                        or "admin.address"
                        or "scaling.address"
            );
            RootKeys
                .All.KeepUntilRestart(read, running)
                .ShouldBe(change.NeedsRestart ? running : read);
        }
    }

    private static WeirConfig WithListener(WeirConfig config, ListenerConfig listener) =>
        config with
        {
            Listeners = config.Listeners.SetItem(0, listener),
        };

    private static WeirConfig WithCluster(WeirConfig config, ClusterConfig cluster) =>
        config with
        {
            Clusters = config.Clusters.SetItem(0, cluster),
        };
}
