// Whether a route leaves anything to a later one.

using Shouldly;
using Weir.Proxy.Configuration;
using Weir.Proxy.Configuration.Reading;
using Xunit;

namespace Weir.Tests.Proxy.Configuration.Reading;

public sealed class RouteCoverageTests
{
    private static bool Covers(
        string? earlierHost,
        string? earlierPath,
        string? laterHost,
        string? laterPath
    ) =>
        RouteCoverage.Covers(
            new RouteConfig
            {
                Host = earlierHost,
                PathPrefix = earlierPath,
                Cluster = "a",
            },
            new RouteConfig
            {
                Host = laterHost,
                PathPrefix = laterPath,
                Cluster = "b",
            }
        );

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
}
