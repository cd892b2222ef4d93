// From records to text and back.

using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Keys;
using Weir.Configuration.Listeners;
using Weir.Configuration.Process;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration;

public sealed class ConfigWriterTests
{
    private const string Rich = """
        {
          "listeners": [
            { "name": "web", "address": "[::1]:9000", "mode": "http", "cluster": "web", "maxBodyBytes": 5000000000,
              "backlog": 7, "clientHeaderTimeout": "2500ms", "maxHeaderBytes": 2048, "maxConnections": 8,
              "trustedProxies": [ "10.0.0.0/8", "::1" ],
              "routes": [ { "host": "*.example.com", "pathPrefix": "/$${x}", "cluster": "api" } ] },
            { "name": "db", "address": "127.0.0.1:9002", "cluster": "api" }
          ],
          "clusters": {
            "api": {
              "backends": [ { "address": "unix:/run/$${a}.sock", "weight": 0 }, { "address": "db.local:1", "weight": 3 } ],
              "algorithm": "powerOfTwo", "whenAllUnhealthy": "failOpen", "tcpPooling": "reuse", "maxQueue": 0,
              "reuseQuietTime": 0.001, "connectionIdleTimeout": 0, "connectionPoolSize": 0, "retries": 0,
              "backendCheckInterval": 30, "backendFailureThreshold": 2, "successThreshold": 2, "responseTimeout": "1h",
              "backendConnectTimeout": 0.5, "maxConnections": 6, "queueTimeout": 7,
              "healthCheck": { "type": "http", "path": "/up", "expect": "200,300-301", "host": "x", "timeout": 20 }
            },
            "web": { "backends": [ { "address": "127.0.0.1:9101" } ] }
          },
          "loadBalancer": { "metricsInterval": 0, "connectionIdleTimeout": 90 },
          "logging": { "level": "error", "mode": "file", "filePath": "/tmp/é \" $${A}.log", "metricsEvent": "full" },
          "reactor": { "threads": 2, "engine": "io_uring" },
          "shutdown": { "drainSeconds": 1.5 },
          "admin": { "address": "0.0.0.0:9001", "token": "a$${secret}", "allowedHosts": [ "lb" ] },
          "accessLog": { "enabled": true, "format": "combined", "path": "/tmp/a.log" },
          "instance": "edge-1",
          "telemetry": { "otlpEndpoint": "http://otel:4318", "traces": 0.25, "metrics": 0, "serviceName": "edge",
            "headers": { "authorization": "Bearer $${secret}" } }
        }
        """;

    [Theory]
    [InlineData(Rich)]
    [InlineData(ConfigReaderTests.ShortExample)]
    [InlineData(ConfigReaderTests.LongExample)]
    public void What_is_written_reads_as_it_was(string text)
    {
        WeirConfig config = ReadFine(text);

        string written = ConfigWriter.WriteWithSecrets(config);

        ConfigWriter.WriteWithSecrets(ReadFine(written)).ShouldBe(written);
        ReadFine(written).Clusters[0].Backends.ShouldBe(config.Clusters[0].Backends);
        ReadFine(written).Listeners[0].Routes.ShouldBe(config.Listeners[0].Routes);
        ReadFine(written).Logging.ShouldBe(config.Logging);
        ReadFine(written).AccessLog.ShouldBe(config.AccessLog);
        ReadFine(written).Telemetry.ShouldBe(config.Telemetry);
        ReadFine(written).LoadBalancer.ShouldBe(config.LoadBalancer);
    }

    [Fact]
    public void Every_key_of_every_section_of_the_long_form_is_written()
    {
        string written = ConfigWriter.Write(ReadFine(Rich));

        string[] twoParts = ["host", "port"];
        IEnumerable<ConfigKey> keys = new SectionKeys[]
        {
            ListenerKeys.All,
            RouteKeys.All,
            BackendKeys.All,
            ClusterKeys.All,
            HealthCheckKeys.All,
            LoggingKeys.All,
            ReactorKeys.All,
            ShutdownKeys.All,
            AdminKeys.All,
            ScalingKeys.All,
            AccessLogKeys.All,
            TelemetryKeys.All,
        }.SelectMany(section => section.Keys);
        keys.Where(key => !twoParts.Contains(key.Name))
            .Where(key => !written.Contains($"\"{key.Name}\":", StringComparison.Ordinal))
            .Select(key => key.Name)
            .ShouldBeEmpty();
        written.ShouldContain("\"metricsInterval\": 0");
    }

    [Fact]
    public void Secrets_are_masked_and_the_rest_is_still_valid_input()
    {
        string written = ConfigWriter.Write(ReadFine(Rich));

        written.ShouldNotContain("secret");
        ReadFine(written).Admin.Token.ShouldBe(ConfigWriter.Mask);
        ReadFine(written)
            .Telemetry.Headers.ShouldHaveSingleItem()
            .ShouldBe(new("authorization", ConfigWriter.Mask));
    }

    [Fact]
    public void Off_is_written_as_off() =>
        ConfigWriter
            .Write(ReadFine(WithRoot(""" "admin": { "address": "off" } """)))
            .ShouldContain("\"address\": \"off\"");

    [Fact]
    public void Durations_are_seconds() =>
        ConfigWriter.Write(ReadFine(Rich)).ShouldContain("\"clientHeaderTimeout\": 2.5");
}
