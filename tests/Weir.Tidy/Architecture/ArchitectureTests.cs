// The compiled product keeps the directions between projects and between the folders of Weir.Proxy.
using Shouldly;
using Xunit;

namespace Weir.Tidy.Architecture;

public sealed class ArchitectureTests
{
    [Fact]
    public void The_product_points_only_where_it_may() =>
        CompiledProduct.Dependencies.Select(ProjectRules.Breach).OfType<string>().ShouldBeEmpty();

    [Fact]
    public void The_compiled_product_is_really_read()
    {
        CompiledProduct.Dependencies.ShouldContain(use =>
            use.FromType == "Weir.Proxy.Pooling.ConnectionPool"
            && use.ToType == "Weir.Proxy.Backends.BackendState"
        );
        CompiledProduct.Dependencies.ShouldContain(use =>
            use.FromType == "Weir.Proxy.Primitives.Mailbox`1"
            && use.ToType == "System.Threading.Interlocked"
        );
    }

    [Fact]
    public void Every_folder_of_the_data_plane_has_a_level()
    {
        string[] folders =
        [
            .. CompiledProduct
                .Dependencies.Where(use => use.FromAssembly == "Weir.Proxy")
                .Select(use => Dependency.FolderOf("Weir.Proxy", use.FromType))
                .Where(folder => folder.Length > 0 && folder[0] != '<')
                .Distinct(),
        ];

        folders.ShouldNotBeEmpty();
        folders.ShouldBeSubsetOf(ProxyLevels.Folders);
    }

    [Fact]
    public void Nothing_of_the_data_plane_has_a_grandparent() =>
        CompiledProduct.Lineages.Select(LineageRule.Breach).OfType<string>().ShouldBeEmpty();

    [Fact]
    public void The_lineages_are_really_read() =>
        CompiledProduct
            .Lineages.Single(lineage => lineage.Type == "Weir.Proxy.Clients.Http1Client")
            .Bases.ShouldBe(["Weir.Proxy.Clients.ClientConnection"]);

    [Fact]
    public void A_planted_grandparent_is_found()
    {
        string[] bases = ["Weir.Proxy.Clients.B", "Weir.Proxy.Clients.C"];
        LineageRule
            .Breach(new Lineage("Weir.Proxy", "Weir.Proxy.Clients.A", bases))
            .ShouldNotBeNull()
            .ShouldContain("A ← Weir.Proxy.Clients.B ← Weir.Proxy.Clients.C");
        LineageRule
            .Breach(new Lineage("Weir.Protocol", "Weir.Protocol.Http1.A", bases))
            .ShouldNotBeNull();
    }

    [Fact]
    public void A_parent_is_fine_and_so_are_the_engines_of_a_port()
    {
        string[] bases = ["Weir.Proxy.Io.B", "Weir.Proxy.Io.C"];
        LineageRule
            .Breach(new Lineage("Weir.Proxy", "Weir.Proxy.Clients.A", bases[..1]))
            .ShouldBeNull();
        LineageRule.Breach(new Lineage("Weir.Linux", "Weir.Linux.A", bases)).ShouldBeNull();
    }

    [Theory]
    [InlineData("Weir.Protocol", "Weir.Protocol.Http.Grammar", "Weir.Proxy", "Weir.Proxy.Io.Block")]
    [InlineData(
        "Weir.Protocol",
        "Weir.Protocol.Http.Grammar",
        "Weir.Protocol",
        "Weir.Protocol.Http1.Parsing.ParseStatus"
    )]
    [InlineData("Weir.Proxy", "Weir.Proxy.Io.Block", "Weir.Linux", "Weir.Linux.EpollReactor")]
    [InlineData(
        "Weir.Linux",
        "Weir.Linux.EpollReactor",
        "Weir.Proxy",
        "Weir.Proxy.Pooling.ConnectionPool"
    )]
    [InlineData(
        "Weir.Linux",
        "Weir.Linux.EpollReactor",
        "Weir.Protocol",
        "Weir.Protocol.Http.Grammar"
    )]
    [InlineData(
        "Weir.Linux",
        "Weir.Linux.EpollReactor",
        "Weir.Configuration",
        "Weir.Configuration.WeirConfig"
    )]
    [InlineData(
        "Weir.Configuration",
        "Weir.Configuration.ConfigReader",
        "Weir.Proxy",
        "Weir.Proxy.Primitives.Rng"
    )]
    [InlineData(
        "Weir.Configuration",
        "Weir.Configuration.Process.ReactorConfig",
        "Weir.Linux",
        "Weir.Linux.Epoll.EpollReactor"
    )]
    [InlineData(
        "Weir.Protocol",
        "Weir.Protocol.Http.Grammar",
        "Weir.Configuration",
        "Weir.Configuration.Limits"
    )]
    [InlineData(
        "Weir.Proxy",
        "Weir.Proxy.Io.Block",
        "Weir.Configuration",
        "Weir.Configuration.Process.ReactorConfig"
    )]
    [InlineData(
        "Weir.Admin",
        "Weir.Admin.Endpoints.Status",
        "Weir.Proxy",
        "Weir.Proxy.Clients.Http1Client"
    )]
    [InlineData("Weir.Admin", "Weir.Admin.Endpoints.Status", "weir", "Weir.LoadBalancer")]
    [InlineData(
        "Weir.Discovery",
        "Weir.Discovery.Names.NameResolver",
        "Weir.Proxy",
        "Weir.Proxy.Workers.Worker"
    )]
    [InlineData(
        "Weir.Proxy",
        "Weir.Proxy.Routing.Router",
        "Weir.Proxy",
        "Weir.Proxy.Balancing.RoundRobin"
    )]
    [InlineData(
        "Weir.Proxy",
        "Weir.Proxy.Pooling.ConnectionPool",
        "Weir.Proxy",
        "Weir.Proxy.Clients.Http1Client"
    )]
    [InlineData("Weir.Proxy", "Weir.Proxy.Primitives.Rng", "Weir.Proxy", "Weir.Proxy.Io.Block")]
    [InlineData(
        "Weir.Proxy",
        "Weir.Proxy.Sessions.BackendClaim",
        "Weir.Proxy",
        "Weir.Proxy.Metrics.MetricsCollector"
    )]
    [InlineData(
        "Weir.Proxy",
        "Weir.Proxy.Exchanges.Exchange",
        "Weir.Proxy",
        "Weir.Proxy.Clients.Http1Client"
    )]
    [InlineData(
        "Weir.Proxy",
        "Weir.Proxy.Exchanges.Exchange",
        "Weir.Proxy",
        "Weir.Proxy.Io.Channel"
    )]
    [InlineData(
        "Weir.Proxy",
        "Weir.Proxy.Exchanges.Attempts",
        "Weir.Proxy",
        "Weir.Proxy.Io.BlockPool"
    )]
    [InlineData(
        "Weir.Proxy",
        "Weir.Proxy.Exchanges.ResponseStart",
        "Weir.Protocol",
        "Weir.Protocol.Http1.Writing.ResponseHeadWriter"
    )]
    [InlineData("Weir.Proxy", "Weir.Proxy.Attic.Thing", "Weir.Proxy", "Weir.Proxy.Io.Block")]
    public void A_planted_dependency_that_points_the_wrong_way_is_found(
        string fromAssembly,
        string from,
        string toAssembly,
        string to
    ) =>
        ProjectRules
            .Breach(new Dependency(fromAssembly, from, toAssembly, to))
            .ShouldNotBeNull()
            .ShouldContain(to);

    [Theory]
    [InlineData(
        "Weir.Protocol",
        "Weir.Protocol.Http1.Parsing.LineEnd",
        "Weir.Protocol",
        "Weir.Protocol.Http.Grammar"
    )]
    [InlineData(
        "Weir.Proxy",
        "Weir.Proxy.Clients.Http1Client",
        "Weir.Protocol",
        "Weir.Protocol.Http.Grammar"
    )]
    [InlineData(
        "Weir.Linux",
        "Weir.Linux.EpollReactor",
        "Weir.Configuration",
        "Weir.Configuration.Limits"
    )]
    [InlineData(
        "Weir.Proxy",
        "Weir.Proxy.Backends.BackendState",
        "Weir.Configuration",
        "Weir.Configuration.Clusters.ClusterConfig"
    )]
    [InlineData(
        "Weir.Proxy",
        "Weir.Proxy.Workers.Worker",
        "Weir.Proxy",
        "Weir.Proxy.Clients.Http1Client"
    )]
    [InlineData(
        "Weir.Proxy",
        "Weir.Proxy.Pooling.ConnectionPool",
        "Weir.Proxy",
        "Weir.Proxy.Pooling.WarmStock"
    )]
    [InlineData(
        "Weir.Proxy",
        "Weir.Proxy.Metrics.MetricsCollector",
        "Weir.Proxy",
        "Weir.Proxy.Backends.ClusterState"
    )]
    [InlineData(
        "Weir.Proxy",
        "Weir.Proxy.Exchanges.ClientStream",
        "Weir.Proxy",
        "Weir.Proxy.Io.Block"
    )]
    [InlineData("weir", "Weir.LoadBalancer", "Weir.Admin", "Weir.Admin.AdminServer")]
    public void A_dependency_that_points_down_is_fine(
        string fromAssembly,
        string from,
        string toAssembly,
        string to
    ) => ProjectRules.Breach(new Dependency(fromAssembly, from, toAssembly, to)).ShouldBeNull();
}
