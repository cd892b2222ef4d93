// The reader as a whole: the files that the documentation shows, defaults, and telling everything at once.

using System.Net;
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Configuration.Process;
using Weir.Configuration.Values;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration;

public sealed class ConfigReaderTests
{
    private const string DesignBlock = """
        "loadBalancer": {
          "connectionPoolSize": 10,
          "backendCheckInterval": 5,
          "backendFailureThreshold": 3,
          "connectionIdleTimeout": 60,
          "backendConnectTimeout": 5,
          "metricsInterval": 10
        }
        """;

    internal const string ShortExample = """
        {
          "listen":   { "host": "127.0.0.1", "port": 9000, "backlog": 4096, "mode": "http" },   // mode: "tcp" (default) or "http"
          "backends": [ { "host": "127.0.0.1", "port": 9100 }, { "host": "127.0.0.1", "port": 9101, "weight": 2 } ],
          "loadBalancer": {
            "connectionPoolSize": 10,        // idle connections kept for each backend; 0 = no pooling
            "backendCheckInterval": 5,       // seconds
            "backendFailureThreshold": 3,    // the N-th failure in a row makes a backend unhealthy
            "connectionIdleTimeout": 60,     // 0 = never
            "backendConnectTimeout": 5,      // seconds, for each try
            "metricsInterval": 10            // seconds; 0 = no metrics event
          },
          "logging":  { "level": "info", "mode": "stdout", "filePath": "" },   /* stdout | stderr | file */
          "reactor":  { "threads": 0, "engine": "auto" },
          "shutdown": { "drainSeconds": 10 },
          "admin":    { "address": "127.0.0.1:9001" },
        }
        """;

    internal const string LongExample = """
        {
          "listeners": [
            { "name": "web", "address": "0.0.0.0:9000", "mode": "http",
              "routes": [ { "host": "api.example.com", "pathPrefix": "/v1", "cluster": "api" }, { "cluster": "web" } ] },
            { "name": "cache", "address": "127.0.0.1:9002", "mode": "tcp", "cluster": "cache" }
          ],
          "clusters": {
            "api":   { "algorithm": "leastConnections", "healthCheck": { "type": "http", "path": "/healthz" },
                       "connectionPoolSize": 64, "backends": [ { "address": "127.0.0.1:9100" } ] },
            "web":   { "backends": [ { "address": "127.0.0.1:9101" } ] },
            "cache": { "backends": [ { "address": "127.0.0.1:9102" } ] }
          }
        }
        """;

    [Fact]
    public void The_six_keys_of_the_design_are_valid_unchanged()
    {
        WeirConfig config = ReadFine(
            $$"""{ {{SomeListener}}, {{SomeBackends}}, {{DesignBlock}} }"""
        );

        config.ShouldBe(ReadFine($$"""{ {{SomeListener}}, {{SomeBackends}} }"""));
        ClusterConfig cluster = config.Clusters.ShouldHaveSingleItem();
        cluster.ConnectionPoolSize.ShouldBe(10);
        cluster.BackendCheckIntervalMs.ShouldBe(5_000);
        cluster.BackendFailureThreshold.ShouldBe(3);
        cluster.ConnectionIdleTimeoutMs.ShouldBe(60_000);
        cluster.BackendConnectTimeoutMs.ShouldBe(5_000);
        config.LoadBalancer.MetricsIntervalMs.ShouldBe(10_000);
        config.LoadBalancer.ConnectionIdleTimeoutMs.ShouldBe(60_000);
    }

    [Fact]
    public void The_short_form_is_a_listener_and_a_cluster_called_default()
    {
        WeirConfig config = ReadFine(ShortExample);

        ListenerConfig listener = config.Listeners.ShouldHaveSingleItem();
        listener.Name.ShouldBe("default");
        listener.Cluster.ShouldBe("default");
        listener.Mode.ShouldBe(ProxyMode.Http);
        listener.Address.Text.ShouldBe("127.0.0.1:9000");
        ClusterConfig cluster = config.Clusters.ShouldHaveSingleItem();
        cluster.Name.ShouldBe("default");
        cluster
            .Backends.Select(b => (b.Address.Text, b.Weight))
            .ShouldBe([("127.0.0.1:9100", 1), ("127.0.0.1:9101", 2)]);
        config.Admin.Address?.Text.ShouldBe("127.0.0.1:9001");
    }

    [Fact]
    public void The_long_form_has_listeners_routes_and_clusters_in_file_order()
    {
        WeirConfig config = ReadFine(LongExample);

        config.Listeners.Select(l => l.Name).ShouldBe(["web", "cache"]);
        config
            .Listeners[0]
            .Routes.ShouldBe([
                new RouteConfig
                {
                    Host = "api.example.com",
                    PathPrefix = "/v1",
                    Cluster = "api",
                },
                new RouteConfig { Cluster = "web" },
            ]);
        config.Listeners[0].Cluster.ShouldBeNull();
        config.Listeners[1].Cluster.ShouldBe("cache");
        config.Clusters.Select(c => c.Name).ShouldBe(["api", "web", "cache"]);
        config.Clusters[0].Algorithm.ShouldBe(BalancingAlgorithm.LeastConnections);
        config.Clusters[0].HealthCheck.Type.ShouldBe(HealthCheckType.Http);
        config.Clusters[0].HealthCheck.Path.ShouldBe("/healthz");
        config.Clusters[0].ConnectionPoolSize.ShouldBe(64);
    }

    [Fact]
    public void Every_default_is_the_documented_one()
    {
        WeirConfig config = ReadFine($$"""{ {{SomeListener}}, {{SomeBackends}} }""");

        ListenerConfig listener = config.Listeners[0];
        (listener.Mode, listener.Backlog, listener.ClientHeaderTimeoutMs).ShouldBe(
            (ProxyMode.Tcp, 4096, 10_000)
        );
        (listener.MaxHeaderBytes, listener.MaxBodyBytes, listener.MaxConnections).ShouldBe(
            (16_384, 0, 0)
        );
        (listener.MaxConnectionsPerClient, listener.MinDataRate).ShouldBe((0, 100));
        (listener.HalfClose, listener.TcpDeferAccept).ShouldBe((false, false));
        listener.Address.Text.ShouldBe("127.0.0.1:9000");
        ClusterConfig cluster = config.Clusters[0];
        cluster.Algorithm.ShouldBe(BalancingAlgorithm.RoundRobin);
        cluster.WhenAllUnhealthy.ShouldBe(WhenAllUnhealthy.Reject);
        (
            cluster.SuccessThreshold,
            cluster.Retries,
            cluster.MaxConnections,
            cluster.MaxQueue
        ).ShouldBe((1, 1, 0, 1024));
        (cluster.ResponseTimeoutMs, cluster.QueueTimeoutMs, cluster.ReuseQuietTimeMs).ShouldBe(
            (60_000, 5_000, 100)
        );
        cluster.TcpPooling.ShouldBe(TcpPooling.Warm);
        cluster.HealthCheck.ShouldBe(new HealthCheckConfig());
        config.Logging.ShouldBe(new LoggingConfig());
        config.Reactor.ShouldBe(new ReactorConfig());
        config.Shutdown.DrainMs.ShouldBe(10_000);
        config.Admin.ShouldBe(new AdminConfig());
        config.AccessLog.ShouldBe(new AccessLogConfig());
    }

    [Fact]
    public void Every_key_arrives_where_it_belongs()
    {
        WeirConfig config = ReadFine(
            """
            {
              "$schema": "./weir.schema.json",
              "listen": {
                "address": "[::1]:9000", "mode": "http", "backlog": 7, "clientHeaderTimeout": "2s", "maxHeaderBytes": 32768,
                "maxBodyBytes": 5000000000, "maxConnections": 8, "maxConnectionsPerClient": 3, "minDataRate": 500, "halfClose": true, "tcpDeferAccept": true, "trustedProxies": [ "10.0.0.0/8", "::1" ]
              },
              "backends": [ { "address": "unix:/run/app.sock" } ],
              "logging": { "level": "debug", "mode": "file", "filePath": "/tmp/weir.log", "metricsEvent": "full" },
              "reactor": { "threads": 3, "engine": "io_uring" },
              "shutdown": { "drainSeconds": "1m" },
              "admin": { "host": "0.0.0.0", "port": 0, "allowedHosts": [ "lb.example.com" ], "token": "secret" },
              "accessLog": { "enabled": true, "format": "combined", "path": "/tmp/access.log" }
            }
            """
        );

        ListenerConfig listener = config.Listeners[0];
        listener.Address.Text.ShouldBe("[::1]:9000");
        (listener.Backlog, listener.ClientHeaderTimeoutMs, listener.MaxHeaderBytes).ShouldBe(
            (7, 2_000, 32_768)
        );
        (listener.MaxBodyBytes, listener.MaxConnections).ShouldBe((5_000_000_000, 8));
        (listener.MaxConnectionsPerClient, listener.MinDataRate).ShouldBe((3, 500));
        (listener.HalfClose, listener.TcpDeferAccept).ShouldBe((true, true));
        listener.TrustedProxies.ShouldBe([
            IPNetwork.Parse("10.0.0.0/8"),
            IPNetwork.Parse("::1/128"),
        ]);
        config.Clusters[0].Backends[0].Address.Kind.ShouldBe(EndpointKind.Unix);
        config.Logging.MetricsEvent.ShouldBe(MetricsEventForm.Full);
        (config.Logging.Level, config.Logging.Mode, config.Logging.FilePath).ShouldBe(
            (LogLevel.Debug, LogMode.File, "/tmp/weir.log")
        );
        (config.Reactor.Threads, config.Reactor.Engine).ShouldBe((3, EngineChoice.IoUring));
        config.Shutdown.DrainMs.ShouldBe(60_000);
        config.Admin.Address?.Text.ShouldBe("0.0.0.0:0");
        config.Admin.AllowedHosts.ShouldBe(["lb.example.com"]);
        config.Admin.Token.ShouldBe("secret");
        (config.AccessLog.Enabled, config.AccessLog.Format, config.AccessLog.Path).ShouldBe(
            (true, AccessLogFormat.Combined, "/tmp/access.log")
        );
    }

    [Fact]
    public void All_problems_are_told_at_once_in_the_order_of_the_file()
    {
        ConfigReadResult result = Read(
            """
            {
              "listen": { "port": 70000, "mode": "htp" },
              "backends": [],
              "lodBalancer": {},
              "logging": { "level": 5 }
            }
            """
        );

        result.Config.ShouldBeNull();
        result
            .Problems.Select(p => (p.Line, p.Column, p.Code, p.Suggestion))
            .ShouldBe([
                (2, 23, "out-of-range", null),
                (2, 38, "bad-value", "http"),
                (3, 15, "empty-backends", null),
                (4, 3, "unknown-key", "loadBalancer"),
                (5, 25, "wrong-type", null),
            ]);
    }

    [Fact]
    public void A_byte_order_mark_is_accepted_and_takes_no_column()
    {
        ReadFine("\uFEFF" + ShortExample).ShouldBe(ReadFine(ShortExample));
        Read("\uFEFF" + """{ "lisen": 1 }""")
            .Problems.ShouldContain(p => p.Code == "unknown-key" && p.Column == 3);
    }

    [Fact]
    public void Without_a_listener_and_backends_both_are_missed_with_an_example()
    {
        ConfigReadResult result = Read("// nothing yet\n  {}");

        result
            .Problems.Select(p => (p.Line, p.Column, p.Code))
            .ShouldBe([(2, 3, "missing-key"), (2, 3, "missing-key")]);
        result.Problems[0].Message.ShouldContain("\"listen\": {");
        result.Problems[1].Message.ShouldContain("\"backends\": [");
    }

    [Fact]
    public void The_short_and_the_long_form_of_one_thing_exclude_each_other()
    {
        ReadError(
            $$"""{ {{SomeListener}}, {{SomeBackends}}, §"listeners": [ { "name": "a", "address": "127.0.0.1:1", "cluster": "default" } ] }""",
            "both-forms"
        )
            .Message.ShouldContain("listen");
        ReadError(
            $$"""{ "clusters": { "default": { {{SomeBackends}} } }, {{SomeListener}}, §{{SomeBackends.TrimStart()}} }""",
            "both-forms"
        );
    }

    [Fact]
    public void An_instance_has_the_characters_of_a_token()
    {
        ReadFine(WithRoot(""" "instance": "edge~1.a" """)).Instance.ShouldBe("edge~1.a");
        ReadFine(WithRoot(""" "logging": {} """)).Instance.ShouldBeNull();
        ReadError(WithRoot(""" "instance": §"a b" """), "bad-name")
            .Message.ShouldContain("characters of a token");
        ReadError(WithRoot(""" "instance": §"" """), "bad-name");
        ReadError(WithRoot($""" "instance": §"{new string('a', 1_000)}" """), "bad-name");
    }

    [Fact]
    public void A_file_that_is_no_object_is_told_once()
    {
        ReadError(" §[]", "wrong-type")
            .Message.ShouldBe("the configuration must be an object, found a list");
    }

    [Theory]
    [InlineData("""{ "admin": { "address": "127.0.0.1:7" }, "bakends": [] }""", "127.0.0.1:7")]
    [InlineData("""{ "admin": { "address": "127.0.0.1:7" }, "listen": { "po""", "127.0.0.1:7")]
    [InlineData("""{ "admin": { "address": "127.0.0.1:7" } } }""", "127.0.0.1:7")]
    [InlineData("""{ "admin": { "address": "10.0.0.1:7", "token": "${NONE}" } }""", "10.0.0.1:7")]
    [InlineData("""{ "bakends": [] }""", "127.0.0.1:9001")]
    [InlineData("""{ "admin": { "address": "off" }, "x": 1 }""", "off")]
    [InlineData("""{ "admin": { "address": "nothing" }, "x": 1 }""", null)]
    [InlineData("""{ "listen": { "po""", null)]
    [InlineData("""{ "admin": { "address": "127.0.0.1:7" """, null)]
    [InlineData("""[ { "admin": { "address": "127.0.0.1:7" } }""", null)]
    [InlineData("admin:\n  address: 127.0.0.1:7\n", null)]
    [InlineData("", null)]
    public void Of_a_broken_file_the_admin_section_is_read_as_far_as_it_is_whole(
        string text,
        string? address
    )
    {
        AdminConfig? admin = ConfigReader.ReadAdmin(text, new ConfigReadOptions());
        (admin is null ? null : admin.Address?.Text ?? "off").ShouldBe(address);
        admin?.Token.ShouldBeNull();
    }
}
