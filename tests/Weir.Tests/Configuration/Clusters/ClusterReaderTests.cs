// A cluster: its own value, else the one in loadBalancer, else the built-in one.

using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Clusters;

public sealed class ClusterReaderTests
{
    private const string OwnAndInherited = """
        {
          "listeners": [
            { "name": "a", "address": "127.0.0.1:1", "cluster": "own" },
            { "name": "b", "address": "127.0.0.1:2", "cluster": "plain" }
          ],
          "clusters": {
            "own": {
              "backends": [ { "address": "127.0.0.1:9100" } ], "algorithm": "powerOfTwo", "connectionPoolSize": 1,
              "backendCheckInterval": 1, "backendFailureThreshold": 1, "successThreshold": 1,
              "connectionIdleTimeout": 1, "backendConnectTimeout": 1, "whenAllUnhealthy": "reject", "retries": 2,
              "responseTimeout": 1, "maxConnections": 1, "queueTimeout": 1, "maxQueue": 1, "tcpPooling": "off",
              "reuseQuietTime": 1, "tcpFastOpen": false, "healthCheck": { "path": "/own" }
            },
            "plain": { "backends": [ { "address": "127.0.0.1:9100" } ] }
          },
          "loadBalancer": {
            "algorithm": "random", "connectionPoolSize": 9, "backendCheckInterval": 9, "backendFailureThreshold": 9,
            "successThreshold": 9, "connectionIdleTimeout": 9, "backendConnectTimeout": 9,
            "whenAllUnhealthy": "failOpen", "retries": 9, "responseTimeout": 9, "maxConnections": 9,
            "queueTimeout": 9, "maxQueue": 9, "tcpPooling": "reuse", "reuseQuietTime": 9, "tcpFastOpen": true,
            "healthCheck": { "type": "http", "path": "/all", "timeout": 0.5 }
          }
        }
        """;

    [Fact]
    public void Every_cluster_key_in_loadBalancer_is_a_default_for_all_clusters()
    {
        WeirConfig config = ReadFine(OwnAndInherited);

        ClusterConfig own = config.Clusters[0];
        ClusterConfig plain = config.Clusters[1];
        own.ShouldBe(
            new ClusterConfig
            {
                Name = "own",
                Backends = plain.Backends,
                Algorithm = BalancingAlgorithm.PowerOfTwo,
                HealthCheck = new()
                {
                    Type = HealthCheckType.Http,
                    Path = "/own",
                    TimeoutMs = 500,
                },
                ConnectionPoolSize = 1,
                BackendCheckIntervalMs = 1_000,
                BackendFailureThreshold = 1,
                SuccessThreshold = 1,
                ConnectionIdleTimeoutMs = 1_000,
                BackendConnectTimeoutMs = 1_000,
                WhenAllUnhealthy = WhenAllUnhealthy.Reject,
                Retries = 2,
                ResponseTimeoutMs = 1_000,
                MaxConnections = 1,
                QueueTimeoutMs = 1_000,
                MaxQueue = 1,
                TcpPooling = TcpPooling.Off,
                ReuseQuietTimeMs = 1_000,
                TcpFastOpen = false,
            }
        );
        plain.ShouldBe(
            new ClusterConfig
            {
                Name = "plain",
                Backends = own.Backends,
                Algorithm = BalancingAlgorithm.Random,
                HealthCheck = new()
                {
                    Type = HealthCheckType.Http,
                    Path = "/all",
                    TimeoutMs = 500,
                },
                ConnectionPoolSize = 9,
                BackendCheckIntervalMs = 9_000,
                BackendFailureThreshold = 9,
                SuccessThreshold = 9,
                ConnectionIdleTimeoutMs = 9_000,
                BackendConnectTimeoutMs = 9_000,
                WhenAllUnhealthy = WhenAllUnhealthy.FailOpen,
                Retries = 9,
                ResponseTimeoutMs = 9_000,
                MaxConnections = 9,
                QueueTimeoutMs = 9_000,
                MaxQueue = 9,
                TcpPooling = TcpPooling.Reuse,
                ReuseQuietTimeMs = 9_000,
                TcpFastOpen = true,
            }
        );
        config.LoadBalancer.ConnectionIdleTimeoutMs.ShouldBe(9_000);
    }

    [Fact]
    public void A_wrong_default_is_told_once_however_many_clusters_there_are()
    {
        string text = WithClusters(
            $$""" "a": { {{SomeBackends}} }, "b": { {{SomeBackends}} } """,
            "a",
            "b"
        );

        Read(
            text.TrimEnd()[..^1]
                + """, "loadBalancer": { "retries": -1, "connectionIdleTimeout": -1 } }"""
        )
            .Problems.Select(p => p.Code)
            .ShouldBe(["out-of-range", "out-of-range"]);
    }

    [Fact]
    public void A_cluster_needs_backends() =>
        ReadError(WithClusters(""" "a": §{ "retries": 1 } """, "a"), "missing-key");

    [Theory]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("é")]
    public void A_name_has_letters_digits_and_few_signs(string name) =>
        ReadError(WithClusters($$""" §"{{name}}": { {{SomeBackends}} } """, name), "bad-name");

    [Fact]
    public void A_name_has_128_characters()
    {
        string longest = new('a', 128);
        ReadFine(WithClusters($$""" "{{longest}}": { {{SomeBackends}} } """, longest));
        ReadError(
            WithClusters($$""" §"{{longest}}a": { {{SomeBackends}} } """, longest + "a"),
            "bad-name"
        );
    }
}
