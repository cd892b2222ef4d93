// Routes in the order of the file.

using Shouldly;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration.Listeners;

public sealed class RouteReaderTests
{
    [Theory]
    [InlineData("api.example.com")]
    [InlineData("API.Example.com")]
    [InlineData("*.example.com")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public void A_host_is_a_name_a_pattern_or_an_address(string host) =>
        ReadFine(WithRoutes($$"""{ "host": "{{host}}", "cluster": "a" }, { "cluster": "b" }"""))
            .Listeners[0]
            .Routes[0]
            .Host.ShouldBe(host);

    [Theory]
    [InlineData("example.com:80", "example.com")]
    [InlineData("*", null)]
    [InlineData("a.*.com", null)]
    [InlineData("::1", null)]
    [InlineData("[1.2.3.4]", null)]
    [InlineData("a b", null)]
    [InlineData("", null)]
    public void Anything_else_is_no_host(string host, string? suggestion) =>
        ReadError(
            WithRoutes(
                $$"""{ "host": §"{{host}}", "pathPrefix": "/a", "cluster": "a" }, { "cluster": "b" }"""
            ),
            "bad-host"
        )
            .Suggestion.ShouldBe(suggestion);

    [Theory]
    [InlineData("v1", "/v1")]
    [InlineData("", "/")]
    [InlineData("/a?b", null)]
    [InlineData("/a b", null)]
    [InlineData("/é", null)]
    [InlineData("/a#b", null)]
    public void A_path_begins_with_a_slash_and_is_as_sent(string path, string? suggestion) =>
        ReadError(
            WithRoutes($$"""{ "pathPrefix": §"{{path}}", "cluster": "a" }, { "cluster": "b" }"""),
            "bad-path"
        )
            .Suggestion.ShouldBe(suggestion);

    [Fact]
    public void A_route_needs_a_cluster() =>
        Read(WithRoutes("""{ "host": "a" }, { "cluster": "b" }"""))
            .Problems.Select(p => (p.Code, p.Path))
            .ShouldBe([("missing-key", "listen.routes.0"), ("unused-cluster", "clusters.a")]);

    [Fact]
    public void A_route_behind_one_that_takes_all_of_it_is_valid_with_a_warning() =>
        ReadWarning(
            WithRoutes("""{ "cluster": "a" }, §{ "host": "x", "cluster": "b" }"""),
            "unreachable-route"
        )
            .Message.ShouldContain("route 0");
}
