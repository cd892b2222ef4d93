// The routing rules, and that the index agrees with a plain search in file order.
using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Shouldly;
using Weir.Configuration.Listeners;
using Weir.Proxy.Routing;
using Weir.Tests.Budgets;
using Xunit;

namespace Weir.Tests.Proxy.Routing;

public sealed class RouterTests
{
    [Theory]
    [InlineData("api.example.com", "api.example.com", true)]
    [InlineData("api.example.com", "API.Example.COM", true)]
    [InlineData("API.example.com", "api.example.com", true)]
    [InlineData("api.example.com", "api.example.com:8080", true)]
    [InlineData("api.example.com", "api.example.com.", true)]
    [InlineData("api.example.com", "api.example.com.:80", true)]
    [InlineData("api.example.com", "x.api.example.com", false)]
    [InlineData("api.example.com", "example.com", false)]
    [InlineData("api.example.com", "", false)]
    [InlineData("*.example.com", "a.example.com", true)]
    [InlineData("*.example.com", "a.b.example.com:1", true)]
    [InlineData("*.example.com", "A.EXAMPLE.COM.", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.example.com", ".example.com", false)]
    [InlineData("*.example.com", "aexample.com", false)]
    [InlineData("*.example.com", "a.example.com.org", false)]
    [InlineData("10.0.0.1", "10.0.0.1:80", true)]
    [InlineData("::1", "[::1]:80", true)]
    [InlineData("[::1]", "[::1]", true)]
    [InlineData("::1", "[::2]:80", false)]
    [InlineData("api.example.com", "api.\u00e9xample.com", false)]
    public void A_host_matches_without_case_and_port(string pattern, string host, bool matches)
    {
        var router = new Router([new RouteConfig { Host = pattern, Cluster = "c" }], null);

        (Match(router, host, "/") is not null).ShouldBe(matches);
    }

    [Theory]
    [InlineData("/v1", "/v1", true)]
    [InlineData("/v1", "/v1/", true)]
    [InlineData("/v1", "/v1/x", true)]
    [InlineData("/v1", "/v1?x", true)]
    [InlineData("/v1", "/v1x", false)]
    [InlineData("/v1", "/V1", false)]
    [InlineData("/v1", "/v%31", false)]
    [InlineData("/v1", "/", false)]
    [InlineData("/v1", "/x/v1", false)]
    [InlineData("/v1", "?/v1", false)]
    [InlineData("/v1/", "/v1/x", true)]
    [InlineData("/v1/", "/v1/", true)]
    [InlineData("/v1/", "/v1", false)]
    [InlineData("/v1/", "/v1?/", false)]
    [InlineData("/a/b", "/a/b/c", true)]
    [InlineData("/a/b", "/a", false)]
    [InlineData("/a/b", "/a//b", false)]
    [InlineData("/a//b", "/a//b", true)]
    [InlineData("/", "/anything", true)]
    [InlineData("/", "/", true)]
    [InlineData("/", "*", true)]
    public void A_prefix_matches_by_whole_segments_as_sent(string prefix, string path, bool matches)
    {
        var router = new Router([new RouteConfig { PathPrefix = prefix, Cluster = "c" }], null);

        (Match(router, "any", path) is not null).ShouldBe(matches);
    }

    [Fact]
    public void The_first_match_in_file_order_wins_even_over_a_closer_one()
    {
        var router = new Router(
            [
                new RouteConfig { PathPrefix = "/static", Cluster = "files" },
                new RouteConfig { Host = "*.example.com", Cluster = "wild" },
                new RouteConfig
                {
                    Host = "api.example.com",
                    PathPrefix = "/v1",
                    Cluster = "api",
                },
                new RouteConfig { Cluster = "rest" },
                new RouteConfig { Host = "late.org", Cluster = "never" },
            ],
            "unused"
        );

        Match(router, "api.example.com", "/static/x")!.ClusterName.ShouldBe("files");
        Match(router, "api.example.com", "/v1")!.ClusterName.ShouldBe("wild");
        Match(router, "late.org", "/v1")!.ClusterName.ShouldBe("rest");
    }

    [Fact]
    public void What_no_route_takes_goes_to_the_fallback_or_nowhere()
    {
        ImmutableArray<RouteConfig> routes = [new RouteConfig { Host = "a.org", Cluster = "a" }];

        Match(new Router(routes, "rest"), "b.org", "/")
            .ShouldBe(new Route(Route.FallbackIndex, "*", "rest"));
        Match(new Router(routes, null), "b.org", "/").ShouldBeNull();
        Match(new Router([], null), "b.org", "/").ShouldBeNull();
    }

    [Fact]
    public void A_route_is_named_by_its_host_and_prefix()
    {
        var router = new Router(
            [
                new RouteConfig
                {
                    Host = "api.example.com",
                    PathPrefix = "/v1",
                    Cluster = "c",
                },
                new RouteConfig { Host = "api.example.com", Cluster = "c" },
                new RouteConfig { PathPrefix = "/v2", Cluster = "c" },
                new RouteConfig { Cluster = "c" },
            ],
            null
        );

        Match(router, "api.example.com", "/v1")!.Name.ShouldBe("api.example.com/v1");
        Match(router, "api.example.com", "/")!.Name.ShouldBe("api.example.com");
        Match(router, "x", "/v2")!.Name.ShouldBe("*/v2");
        Match(router, "x", "/")!.Name.ShouldBe("*");
    }

    [Fact]
    public void A_host_longer_than_any_name_matches_no_name_but_still_a_route_without_host()
    {
        var router = new Router(
            [
                new RouteConfig { Host = "*.example.com", Cluster = "wild" },
                new RouteConfig { Cluster = "rest" },
            ],
            null
        );

        Match(router, new string('a', 300) + ".example.com", "/")!.ClusterName.ShouldBe("rest");
    }

    private static readonly Gen<string> Label = Gen.OneOf("a", "b", "example", "com", "");
    private static readonly Gen<string> Host = Label.Array[0, 4].Select(l => string.Join('.', l));
    private static readonly Gen<string> Path = Gen.OneOf("a", "b", "ab", "", "v1")
        .Array[0, 4]
        .Select(s => "/" + string.Join('/', s));

    private static readonly Gen<string?> PatternHost = Gen.OneOf(
        Gen.Const((string?)null),
        Host.Where(h => h.Trim('.').Length > 0).Select(h => (string?)h.Trim('.')),
        Host.Where(h => h.Trim('.').Length > 0).Select(h => (string?)("*." + h.Trim('.')))
    );

    private static readonly Gen<RouteConfig> AnyRoute = Gen.Select(
        PatternHost,
        Gen.OneOf(Gen.Const((string?)null), Path.Select(p => (string?)p)),
        (host, prefix) =>
            new RouteConfig
            {
                Host = host,
                PathPrefix = prefix,
                Cluster = "c",
            }
    );

    [Fact]
    public void The_index_agrees_with_a_search_in_file_order()
    {
        Gen.Select(AnyRoute.Array[0, 30], Host, Path, Gen.OneOf("", "?q", "?/a"))
            .Sample(
                (routes, host, path, query) =>
                {
                    var router = new Router([.. routes], null);
                    int expected = Array.FindIndex(routes, r => MatchesPlainly(r, host, path));
                    (Match(router, host, path + query)?.Index ?? -1).ShouldBe(expected);
                },
                iter: 20_000
            );
    }

    [Fact]
    public void A_match_allocates_nothing()
    {
        var router = new Router(
            [
                new RouteConfig
                {
                    Host = "*.example.com",
                    PathPrefix = "/v1",
                    Cluster = "wild",
                },
                new RouteConfig { Host = "api.example.com", Cluster = "api" },
            ],
            null
        );
        byte[] host = "API.example.com:80"u8.ToArray();
        byte[] path = "/v2/users?id=1"u8.ToArray();
        router.Match(host, path)!.Index.ShouldBe(1);
        AllocatedBytes
            .Of(
                () =>
                {
                    router.Match(host, path);
                },
                warmUp: 1,
                repetitions: 1000
            )
            .ShouldBe(0);
    }

    private static bool MatchesPlainly(RouteConfig route, string host, string path)
    {
        string name = host.EndsWith('.') ? host[..^1] : host;
        bool hostMatches = route.Host switch
        {
            null => true,
            ['*', .. string suffix] => name.Length > suffix.Length
                && name.EndsWith(suffix, StringComparison.Ordinal),
            string exact => string.Equals(name, exact, StringComparison.Ordinal),
        };
        return hostMatches
            && (
                route.PathPrefix is null or "/"
                || string.Equals(path, route.PathPrefix, StringComparison.Ordinal)
                || path.StartsWith(
                    route.PathPrefix.EndsWith('/') ? route.PathPrefix : route.PathPrefix + "/",
                    StringComparison.Ordinal
                )
            );
    }

    private static Route? Match(Router router, string host, string path) =>
        router.Match(Encoding.UTF8.GetBytes(host), Encoding.UTF8.GetBytes(path));
}
