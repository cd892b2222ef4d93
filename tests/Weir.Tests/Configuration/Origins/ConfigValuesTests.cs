// Each value in force tells who says so, in either form of the configuration.
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Origins;
using Xunit;

namespace Weir.Tests.Configuration.Origins;

public sealed class ConfigValuesTests
{
    [Fact]
    public void In_the_long_form_a_value_is_the_files_or_of_load_balancer_or_nobodys()
    {
        ConfigValue[] values = Read(
            """
            {
              "listeners": [ { "name": "web", "address": "127.0.0.1:9000", "mode": "http", "cluster": "a.b" } ],
              "clusters": { "a.b": {
                "retries": 2,
                "healthCheck": { "type": "http" },
                "backends": [ { "host": "127.0.0.1", "port": 9100 } ] } },
              "loadBalancer": { "connectionPoolSize": 7,
                "healthCheck": { "path": "/up" } },
              "admin": { "token": "secret" }
            }
            """
        );

        Of(values, "clusters.a.b.retries").ShouldBe(("2", ConfigValueOrigin.File, 4));
        Of(values, "clusters.a.b.connectionPoolSize")
            .ShouldBe(("7", ConfigValueOrigin.LoadBalancer, 7));
        Of(values, "clusters.a.b.healthCheck.path")
            .ShouldBe(("/up", ConfigValueOrigin.LoadBalancer, 8));
        Of(values, "clusters.a.b.healthCheck.type").ShouldBe(("http", ConfigValueOrigin.File, 5));
        Of(values, "clusters.a.b.maxQueue").ShouldBe(("1024", ConfigValueOrigin.Default, 0));
        Of(values, "clusters.a.b.backends.0.address")
            .ShouldBe(("127.0.0.1:9100", ConfigValueOrigin.File, 6));
        Of(values, "clusters.a.b.backends.0.weight").ShouldBe(("1", ConfigValueOrigin.Default, 0));
        Of(values, "listeners.0.address").ShouldBe(("127.0.0.1:9000", ConfigValueOrigin.File, 2));
        Of(values, "accessLog.enabled").ShouldBe(("false", ConfigValueOrigin.Default, 0));
        Of(values, "loadBalancer.metricsInterval").Origin.ShouldBe(ConfigValueOrigin.Default);
        Of(values, "admin.token").ShouldBe(("***", ConfigValueOrigin.File, 9));
    }

    [Fact]
    public void In_the_short_form_values_are_found_where_that_form_has_them()
    {
        ConfigValue[] values = Read(
            """
            {
              "listen": { "host": "127.0.0.1", "port": 9000 },
              "backends": [ { "address": "127.0.0.1:9100",
                "weight": 3 } ]
            }
            """,
            new ConfigOverride("loadBalancer.retries", "0"),
            new ConfigOverride("listen.mode", "http")
        );

        Of(values, "listeners.0.address").ShouldBe(("127.0.0.1:9000", ConfigValueOrigin.File, 2));
        Of(values, "listeners.0.mode").ShouldBe(("http", ConfigValueOrigin.CommandLine, 0));
        Of(values, "clusters.default.backends.0.weight").ShouldBe(("3", ConfigValueOrigin.File, 4));
        Of(values, "clusters.default.retries").ShouldBe(("0", ConfigValueOrigin.LoadBalancer, 0));
        Of(values, "reactor.threads").ShouldBe(("0", ConfigValueOrigin.Default, 0));
    }

    private static (string Value, ConfigValueOrigin Origin, int Line) Of(
        ConfigValue[] values,
        string path
    )
    {
        ConfigValue found = values.Where(v => v.Path == path).ShouldHaveSingleItem(path);
        return (found.Value, found.Origin, found.Line);
    }

    private static ConfigValue[] Read(string text, params ConfigOverride[] sets)
    {
        ConfigReadResult result = ConfigReader.Read(
            text,
            "weir.json",
            new ConfigReadOptions { Sets = [.. sets] }
        );
        return
        [
            .. ConfigValues.Of(
                result.Config.ShouldNotBeNull(string.Join('\n', result.Problems)),
                result.Origins
            ),
        ];
    }
}
