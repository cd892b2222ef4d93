// Whether a route leaves anything to a later one.

using Shouldly;
using Weir.Configuration.Listeners;
using Xunit;

namespace Weir.Tests.Configuration.Listeners;

public sealed class RouteCoverageTests
{
    private static bool Covers(
        string? earlierHost,
        string? earlierPath,
        string? laterHost,
        string? laterPath
    )
    {
        RouteCoverage coverage = new();
        coverage.Add(Route(earlierHost, earlierPath)).ShouldBeNull();
        return coverage.Add(Route(laterHost, laterPath)) == 0;
    }

    private static RouteConfig Route(string? host, string? path) =>
        new()
        {
            Host = host,
            PathPrefix = path,
            Cluster = "a",
        };

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(null, "a.com", true)]
    [InlineData("a.com", null, false)]
    [InlineData("a.com", "A.com", true)]
    [InlineData("a.com", "b.com", false)]
    [InlineData("*.a.com", "x.a.com", true)]
    [InlineData("*.a.com", "x.y.A.com", true)]
    [InlineData("*.a.com", "*.y.a.com", true)]
    [InlineData("*.a.com", "a.com", false)]
    [InlineData("*.a.com", "ba.com", false)]
    [InlineData("*.a.com", null, false)]
    [InlineData("x.a.com", "*.a.com", false)]
    public void By_host(string? earlier, string? later, bool expected) =>
        Covers(earlier, null, later, null).ShouldBe(expected);

    [Theory]
    [InlineData(null, "/v1", true)]
    [InlineData("/", null, true)]
    [InlineData("/v1", null, false)]
    [InlineData("/v1", "/v1", true)]
    [InlineData("/v1", "/v1/x", true)]
    [InlineData("/v1/", "/v1/x", true)]
    [InlineData("/v1", "/v1x", false)]
    [InlineData("/v1/x", "/v1", false)]
    [InlineData("/v1", "/V1", false)]
    public void By_path(string? earlier, string? later, bool expected) =>
        Covers(null, earlier, null, later).ShouldBe(expected);

    [Fact]
    public void Both_must_be_covered() => Covers("a.com", "/v1", "a.com", "/v2").ShouldBeFalse();

    [Fact]
    public void The_first_of_several_that_cover_it_is_told()
    {
        RouteCoverage coverage = new();
        coverage.Add(Route("x.a.com", "/v1/x"));
        coverage.Add(Route("*.a.com", "/v1"));
        coverage.Add(Route(null, null));
        coverage.Add(Route("x.a.com", "/v1/x/y")).ShouldBe(0);
        coverage.Add(Route("y.a.com", "/v1/x/y")).ShouldBe(1);
        coverage.Add(Route("y.a.com", "/v2")).ShouldBe(2);
    }

    [Fact]
    public void A_hundred_thousand_routes_take_a_few_look_ups_each()
    {
        RouteCoverage coverage = new();
        for (int i = 0; i < 100_000; i++)
        {
            coverage.Add(Route($"h{i}.example.com", $"/a/b{i}/c")).ShouldBeNull();
        }

        coverage.LookUps.ShouldBeLessThan(100_000 * 60);
    }
}
