// On which I/O engine the program under test runs: the same tests run once on each.
using System.Text.Json.Nodes;

namespace Weir.SystemTests.Support;

/// <summary><c>WEIR_TEST_ENGINE</c> is a value of <c>reactor.engine</c>; without it tests run on epoll, the engine that is everywhere.</summary>
public static class TestEngine
{
    public static string Name { get; } =
        Environment.GetEnvironmentVariable("WEIR_TEST_ENGINE") is { Length: > 0 } named
            ? named
            : "epoll";

    /// <summary>Sets the engine unless the config names one itself.</summary>
    public static void Apply(JsonObject config)
    {
        config["reactor"] ??= new JsonObject();
        config["reactor"]!["engine"] ??= Name;
    }
}
