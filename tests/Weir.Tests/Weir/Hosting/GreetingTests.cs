// What a person at a terminal is told first.
using System.Net;
using Shouldly;
using Weir.Configuration;
using Weir.Hosting;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;
using Weir.Simulation.Harness;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Hosting;

public sealed class GreetingTests
{
    [Fact]
    public void Two_lines_say_where_it_listens_and_where_the_dashboard_is() =>
        Greet(
                """
                { "listeners": [
                    { "name": "web", "address": "127.0.0.1:9000", "mode": "http", "cluster": "a" },
                    { "name": "db", "address": "[::1]:5432", "cluster": "a" } ],
                  "clusters": { "a": { "backends": [ { "address": "h:1" } ] } } }
                """,
                new IPEndPoint(IPAddress.Any, 9001)
            )
            .ShouldBe(
                "listening: http://127.0.0.1:9000, tcp [::1]:5432\ndashboard: http://127.0.0.1:9001/\n"
            );

    [Fact]
    public void Many_listeners_stay_on_one_line_and_no_dashboard_is_told()
    {
        string listeners = string.Join(
            ", ",
            Enumerable
                .Range(1, 6)
                .Select(i =>
                    $$"""{ "name": "l{{i}}", "address": "127.0.0.1:{{i}}", "cluster": "a" }"""
                )
        );
        string told = Greet(
            $$"""{ "listeners": [ {{listeners}} ], "clusters": { "a": { "backends": [ { "address": "h:1" } ] } } }""",
            null
        );
        told.ShouldStartWith("listening: tcp 127.0.0.1:1, ");
        told.ShouldContain("tcp 127.0.0.1:4 and 2 more\n");
        told.ShouldEndWith("dashboard: none, since admin.address is off\n");
    }

    private static string Greet(string text, IPEndPoint? admin)
    {
        WeirConfig config = ConfigReader
            .Read(text, "weir.json", new ConfigReadOptions())
            .Config.ShouldNotBeNull();
        ProxySnapshot snapshot = new LivingConfig(new RecordingObserver()).Apply(config);
        foreach (ListenerSnapshot listener in snapshot.Listeners)
        {
            listener.State.Local = SocketEndpoint.FromAddress(
                IPAddress.Parse(listener.Config.Address.Host),
                listener.Config.Address.Port
            );
        }

        using var screen = new StringWriter();
        Greeting.Write(screen, snapshot.Listeners, admin);
        return screen.ToString();
    }
}
