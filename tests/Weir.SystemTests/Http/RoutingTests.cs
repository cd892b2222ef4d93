// Which cluster a request goes to.
using System.Text.Json.Nodes;
using Weir.SystemTests.Support;

namespace Weir.SystemTests.Http;

public sealed class RoutingTests
{
    [Fact]
    public async Task The_first_route_that_matches_wins_and_none_is_404()
    {
        using TestBackend api = TestBackend.Http("api");
        using TestBackend wild = TestBackend.Http("wild");
        using TestBackend web = TestBackend.Http("web");
        JsonObject config = TestConfig.Parse(
            $$"""
            {
              "listeners": [ { "name": "default", "address": "127.0.0.1:0", "mode": "http", "routes": [
                { "host": "api.example.com", "pathPrefix": "/v1", "cluster": "api" },
                { "host": "*.example.com", "cluster": "wild" },
                { "pathPrefix": "/web", "cluster": "web" } ] } ],
              "clusters": {
                "api": { "backends": [ { "address": "{{api.Address}}" } ] },
                "wild": { "backends": [ { "address": "{{wild.Address}}" } ] },
                "web": { "backends": [ { "address": "{{web.Address}}" } ] } }
            }
            """
        );
        await using WeirProcess weir = await WeirProcess.StartAsync(config);
        using RawClient client = await RawClient.ConnectAsync(weir.Endpoint);
        foreach (
            (string host, string path, string expected) in new[]
            {
                ("API.example.com:80", "/v1", "api"),
                ("api.example.com", "/v1/x", "api"),
                ("api.example.com", "/v1?x", "api"),
                ("api.example.com", "/v1x", "wild"),
                ("a.b.example.com", "/", "wild"),
                ("example.com", "/web", "web"),
                ("other", "/web/x", "web"),
            }
        )
        {
            HttpMessage answer = await client.ExchangeAsync(
                $"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n"
            );
            answer.Body.ShouldBe(expected, $"{host}{path}");
        }

        HttpMessage none = await client.ExchangeAsync("GET /WEB HTTP/1.1\r\nHost: other\r\n\r\n");
        none.Status.ShouldBe(404);
        none.Field("Proxy-Status").ShouldBe("weir; error=destination_not_found");
        none.Body.ShouldStartWith("404 Not Found (no_route, destination_not_found, request ");
        none.Field("Connection").ShouldBeNull();
        Metrics metrics = await weir.Admin.MetricsAsync();
        metrics.Value("weir_requests_total", ("cluster", ""), ("code_class", "4xx")).ShouldBe(1);
        metrics.Value("weir_requests_total", ("cluster", "api"), ("code_class", "2xx")).ShouldBe(3);
    }
}
