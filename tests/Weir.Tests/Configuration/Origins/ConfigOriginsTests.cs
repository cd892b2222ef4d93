// Holds origins to the places where values were written, in both forms of the file.
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Origins;
using Xunit;

namespace Weir.Tests.Configuration.Origins;

public sealed class ConfigOriginsTests
{
    private const string Long = """
        {
          "listeners": [ { "name": "a", "address": "127.0.0.1:1", "cluster": "x.y" } ],
          "clusters": { "x.y": { "retries": 2, "backends": [ { "address": "h:1" } ] } },
          "loadBalancer": { "retries": 3, "maxQueue": 4 }
        }
        """;

    private const string Short = """
        {
          "listen": { "port": 1 },
          "backends": [ { "address": "h:1" } ],
          "loadBalancer": { "retries": 3 }
        }
        """;

    [Fact]
    public void A_cluster_s_own_value_comes_before_the_common_one()
    {
        ConfigOrigins origins = Read(Long);
        origins.OfCluster("x.y", "retries").ShouldNotBeNull().ToString().ShouldBe("f:3:37");
        origins.OfCluster("x.y", "maxQueue").ShouldNotBeNull().ToString().ShouldBe("f:4:47");
        origins.OfCluster("x.y", "responseTimeout").ShouldBeNull();
        origins.OfOwn("x.y").ShouldNotBeNull().ToString().ShouldBe("f:3:24");
        origins.OfOwn("x.y", "maxQueue").ShouldBeNull();
        origins.OfListener(0, "address").ShouldNotBeNull().Path.ShouldBe("listeners.0.address");
    }

    [Fact]
    public void The_short_form_has_places_too()
    {
        ConfigOrigins origins = Read(Short);
        origins.OfListener(0, "port").ShouldNotBeNull().ToString().ShouldBe("f:2:23");
        origins.OfListener(0).ShouldNotBeNull().Path.ShouldBe("listen");
        origins.OfOwn("default").ShouldNotBeNull().Path.ShouldBe("backends");
        origins.OfOwn("default", "backends.0.address").ShouldNotBeNull().Line.ShouldBe(3);
        origins.OfOwn("default", "retries").ShouldBeNull();
        origins.OfCluster("default", "retries").ShouldNotBeNull().Line.ShouldBe(4);
    }

    [Fact]
    public void A_value_of_the_command_line_names_its_option() =>
        Read(Short, new ConfigOverride("listen.backlog", "7"))
            .OfListener(0, "backlog")
            .ShouldNotBeNull()
            .ToString()
            .ShouldBe("--set listen.backlog");

    private static ConfigOrigins Read(string text, params ConfigOverride[] sets)
    {
        ConfigReadResult read = ConfigReader.Read(
            text,
            "f",
            new ConfigReadOptions { Sets = [.. sets] }
        );
        read.Config.ShouldNotBeNull();
        return read.Origins;
    }
}
