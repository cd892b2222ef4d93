// Backends that are listeners of the same file: chains are fine, circles are errors, told at the backend's address.

using Shouldly;
using Weir.Configuration;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration;

public sealed class ForwardingLoopsTests
{
    [Theory]
    [InlineData("127.0.0.1:9000", "127.0.0.1:9000", "tcp")]
    [InlineData("127.0.0.1:9000", "127.0.0.1:9000", "http")]
    [InlineData("127.0.0.1:9000", "localhost:9000", "http")]
    [InlineData("localhost:9000", "127.0.0.1:9000", "tcp")]
    [InlineData("127.0.0.1:9000", "0.0.0.0:9000", "tcp")]
    [InlineData("127.0.0.1:9000", "[::ffff:127.0.0.1]:9000", "tcp")]
    [InlineData("[::1]:9000", "localhost:9000", "http")]
    [InlineData("[::1]:9000", "[::]:9000", "tcp")]
    [InlineData("0.0.0.0:9000", "127.0.0.1:9000", "http")]
    [InlineData("0.0.0.0:9000", "127.8.9.1:9000", "http")]
    [InlineData("0.0.0.0:9000", "LOCALHOST:9000", "http")]
    [InlineData("0.0.0.0:9000", "0.0.0.0:9000", "tcp")]
    [InlineData("[::]:9000", "127.0.0.1:9000", "tcp")]
    [InlineData("[::]:9000", "[::1]:9000", "http")]
    [InlineData("192.0.2.1:9000", "192.0.2.1:9000", "tcp")]
    [InlineData("lb.example:9000", "LB.example:9000", "tcp")]
    public void A_backend_that_is_its_own_listener_is_an_error(
        string listener,
        string backend,
        string mode
    ) =>
        ReadError(
            $$"""
            { "listen": { "address": "{{listener}}", "mode": "{{mode}}" },
              "backends": [ { "address": "127.0.0.1:9100" }, { "address": §"{{backend}}" } ] }
            """,
            "forwarding-loop"
        )
            .Message.ShouldStartWith(
                $"\"{backend}\" is the listener \"default\" of this file, and what comes to it comes back here (default to default)"
            );

    [Theory]
    [InlineData("127.0.0.1:9000", "127.0.0.1:9100")]
    [InlineData("127.0.0.1:9000", "127.0.0.2:9000")]
    [InlineData("0.0.0.0:9000", "[::1]:9000")]
    [InlineData("0.0.0.0:9000", "192.0.2.1:9000")]
    [InlineData("[::1]:9000", "127.0.0.1:9000")]
    [InlineData("127.0.0.1:0", "127.0.0.1:9000")]
    [InlineData("127.0.0.1:9000", "unix:/run/app.sock")]
    [InlineData("127.0.0.1:9000", "app.example:9000")]
    public void Another_address_is_none(string listener, string backend) =>
        ReadFine(
            $$"""
            { "listen": { "address": "{{listener}}" }, "backends": [ { "address": "{{backend}}" } ] }
            """
        );

    [Fact]
    public void An_address_in_two_parts_is_told_at_its_object() =>
        ReadError(
            """{ "listen": { "port": 9000 }, "backends": [ §{ "host": "localhost", "port": 9000 } ] }""",
            "forwarding-loop"
        );

    [Fact]
    public void A_circle_of_three_is_told_at_each_of_its_backends()
    {
        ConfigReadResult result = Read(
            Listeners(
                ("a", "127.0.0.1:9000", "tcp", "\"cluster\": \"b\""),
                ("b", "0.0.0.0:9002", "http", "\"cluster\": \"c\""),
                ("c", "[::]:9003", "tcp", "\"cluster\": \"a\""),
                ("front", "127.0.0.1:9004", "tcp", "\"cluster\": \"a\"")
            ) + Clusters(("a", 9000), ("b", 9002), ("c", 9003))
        );
        result.Config.ShouldBeNull();
        result
            .Problems.Select(p => p.Path)
            .ShouldBe([
                "clusters.a.backends.0.address",
                "clusters.b.backends.0.address",
                "clusters.c.backends.0.address",
            ]);
        result.Problems[1].Message.ShouldContain("(b to c to a to b)");
    }

    [Fact]
    public void A_chain_of_listeners_is_fine() =>
        ReadFine(
            Listeners(
                ("a", "127.0.0.1:9000", "tcp", "\"cluster\": \"b\""),
                ("b", "127.0.0.1:9002", "http", "\"cluster\": \"c\""),
                ("c", "127.0.0.1:9003", "http", "\"cluster\": \"end\"")
            ) + Clusters(("b", 9002), ("c", 9003), ("end", 9100))
        );

    [Theory]
    // The routes part the requests, so that none goes around.
    [InlineData("""{ "host": "in.example", "cluster": "end" }, { "cluster": "b" }""", true)]
    [InlineData("""{ "host": "*.in.example", "cluster": "b" }""", true)]
    [InlineData("""{ "pathPrefix": "/x", "host": "no.example", "cluster": "b" }""", true)]
    [InlineData("""{ "host": "in.example", "cluster": "b" }""", false)]
    [InlineData("""{ "host": "*.example", "pathPrefix": "/x", "cluster": "b" }""", false)]
    [InlineData("""{ "pathPrefix": "/x", "cluster": "b" }, { "cluster": "end" }""", false)]
    [InlineData("""{ "cluster": "b" }""", false)]
    public void A_circle_is_one_only_for_requests_that_can_go_around(string routes, bool isFine)
    {
        ConfigReadResult result = Read(
            Listeners(
                ("a", "127.0.0.1:9000", "http", $"\"routes\": [ {routes} ]"),
                (
                    "b",
                    "127.0.0.1:9002",
                    "http",
                    """ "routes": [ { "host": "in.example", "cluster": "a" }, { "host": "no.example", "cluster": "end" } ] """
                )
            ) + Clusters(("a", 9000), ("b", 9002), ("end", 9100))
        );
        result.Problems.Count(p => p.Code == "forwarding-loop").ShouldBe(isFine ? 0 : 2);
    }

    [Fact]
    public void The_most_exact_listener_gets_what_comes() =>
        ReadFine(
            Listeners(
                ("all", "0.0.0.0:9000", "tcp", "\"cluster\": \"one\""),
                ("one", "127.0.0.1:9000", "tcp", "\"cluster\": \"end\"")
            ) + Clusters(("one", 9000), ("end", 9100))
        );

    [Fact]
    public void Many_of_them_are_told_in_a_bounded_time_and_number()
    {
        string backends = string.Join(
            ", ",
            Enumerable
                .Range(0, 20_000)
                .Select(i => $"{{ \"address\": \"127.{i >> 8 & 255}.{i & 255}.1:9000\" }}")
        );
        Read($$"""{ "listen": { "address": "0.0.0.0:9000" }, "backends": [ {{backends}} ] }""")
            .Problems.Length.ShouldBe(20);
    }

    private static string Listeners(
        params (string Name, string Address, string Mode, string More)[] listeners
    ) =>
        """{ "admin": { "address": "off" }, "listeners": [ """
        + string.Join(
            ", ",
            listeners.Select(l =>
                $$"""{ "name": "{{l.Name}}", "address": "{{l.Address}}", "mode": "{{l.Mode}}", {{l.More}} }"""
            )
        )
        + " ], ";

    private static string Clusters(params (string Name, int Port)[] clusters) =>
        """ "clusters": { """
        + string.Join(
            ", ",
            clusters.Select(c =>
                $$"""
                    "{{c.Name}}": { "backends": [ { "address": "127.0.0.1:{{c.Port}}" } ] }
                    """
            )
        )
        + " } }";
}
