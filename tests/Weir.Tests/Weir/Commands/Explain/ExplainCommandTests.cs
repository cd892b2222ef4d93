// Holds `weir explain` on a file to its golden text, and the way from a URL to a listener.
using System.Text.Json;
using Shouldly;
using Weir.Commands;
using Xunit;

namespace Weir.Tests.Commands.Explain;

public sealed class ExplainCommandTests : IDisposable
{
    private const string Config = """
        {
          "listeners": [
            { "name": "web", "address": "127.0.0.1:9000", "mode": "http", "cluster": "web",
              "routes": [ { "host": "api.example.com", "pathPrefix": "/v1", "cluster": "api" } ] },
            { "name": "other", "address": "0.0.0.0:9000", "mode": "http", "cluster": "web" },
            { "name": "cache", "address": "127.0.0.1:9002", "cluster": "web" }
          ],
          "clusters": {
            "api": { "retries": 2, "backends": [ { "address": "127.0.0.1:1" }, { "address": "127.0.0.1:2", "weight": 0 } ] },
            "web": { "backends": [ { "address": "127.0.0.1:3" } ] }
          },
          "loadBalancer": { "responseTimeout": "10s" }
        }
        """;

    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("weir-explain").FullName;

    private string ConfigFile => Path.Combine(_folder, "weir.json");

    public ExplainCommandTests() => File.WriteAllText(ConfigFile, Config);

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_way_of_a_request_is_told_from_listener_to_backend()
    {
        Explain("GET", "http://127.0.0.1:9000/v1/x?y", "-H", "Host: api.example.com").ShouldBe(0);
        string[] lines = [.. _output.ToString().Split('\n').Select(l => l.TrimEnd())];
        lines[..8]
            .ShouldBe([
                $"source    {ConfigFile}",
                "listener  web (listens at 127.0.0.1:9000; other would match too (choose by --listener))",
                "route     0 api.example.com/v1 -> api: matches",
                "route     the listener's own cluster -> web: not reached",
                "cluster   api, roundRobin: the eligible ones in turn, each the same share; shown is the first turn after a start",
                "backend   127.0.0.1:1 eligible: not checked yet, usable until a check says otherwise (weight 1, 0 in use)",
                "backend   127.0.0.1:2 excluded: weight 0 takes no new work (weight 0, 0 in use)",
                "goes to   127.0.0.1:1",
            ]);
        string text = _output.ToString();
        text.ShouldMatch($@"(?m)^cluster\.retries +2 +{ConfigFile}:9:25");
        text.ShouldMatch($@"(?m)^cluster\.responseTimeout +10 +{ConfigFile}:12:40");
        text.ShouldMatch(@"(?m)^cluster\.connectionPoolSize +10 +default");
        text.ShouldContain("          GET /v1/x?y HTTP/1.1\n          Host: api.example.com\n");
    }

    [Fact]
    public void Programs_read_the_same_as_json()
    {
        Explain("GET", "http://127.0.0.1:9000/", "--json").ShouldBe(0);
        using var view = JsonDocument.Parse(_output.ToString());
        JsonElement decided = view.RootElement.GetProperty("decided");
        decided.GetProperty("cluster").GetString().ShouldBe("web");
        decided.GetProperty("choice").GetString().ShouldBe("127.0.0.1:3");
    }

    [Fact]
    public void A_malformed_request_is_explained_by_what_the_client_would_get()
    {
        Explain("GET", "http://127.0.0.1:9000/", "-H", "Bad Name: x").ShouldBe(0);
        _output.ToString().ShouldContain("the client gets 400, http_request_error: ");
    }

    [Theory]
    [InlineData("http://127.0.0.1:9002/", "cache")]
    [InlineData("tcp://localhost:9002", "cache")]
    [InlineData("http://10.0.0.1:9000/", "other")]
    [InlineData("http://some.name:9000/", "web")]
    public void A_url_leads_to_a_listener_by_port_and_address(string url, string listener)
    {
        Explain("GET", url).ShouldBe(0, _error.ToString());
        _output.ToString().ShouldContain($"listener  {listener} (");
    }

    [Theory]
    [InlineData(2, "https://a/")]
    [InlineData(2, "nonsense")]
    [InlineData(2, "/", "-H", "novalue")]
    [InlineData(2, "/", "--client", "me")]
    [InlineData(1, "http://127.0.0.1:1/")]
    [InlineData(1, "/", "--listener", "wbe")]
    public void What_leads_nowhere_is_told_with_what_helps(int code, params string[] args)
    {
        Explain(["GET", .. args]).ShouldBe(code);
        _output.ToString().ShouldBeEmpty();
        _error.ToString().ShouldNotBeEmpty();
    }

    private int Explain(params string[] args) =>
        CommandLine.Invoke(["explain", "-c", ConfigFile, .. args], _output, _error);
}
