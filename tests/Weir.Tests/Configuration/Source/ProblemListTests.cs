// That problems are short lines for a terminal, whatever the file holds.
using System.Collections.Immutable;
using Shouldly;
using Weir.Configuration.Source;
using Weir.Configuration.Values;
using Xunit;

namespace Weir.Tests.Configuration.Source;

public sealed class ProblemListTests
{
    // The text stands in every place where a message may quote it.
    private static readonly string[] s_places =
    [
        """{ "listen": { "port": 9000 }, "backends": [ { "address": "§" } ] }""",
        """{ "listen": { "port": 9000 }, "backends": [ { "address": "unix:§" } ] }""",
        """{ "listen": { "port": 9000 }, "backends": [ { "address": "http://§/a" } ] }""",
        """{ "listen": { "port": 9000 }, "backends": [ { "address": "§://a" } ] }""",
        """{ "listen": { "port": 9000 }, "backends": [ { "host": "§", "port": 1 } ] }""",
        """{ "listen": { "mode": "§", "port": 1 }, "backends": [ { "address": "a:1" } ] }""",
        """{ "listen": { "port": "§" }, "backends": [ { "address": "a:1" } ] }""",
        """{ "listen": { "port": 1, "§": 1, "§": 1 }, "backends": [ { "address": "a:1" } ] }""",
        """{ "listeners": [ { "name": "§", "address": "a:1", "cluster": "§" } ], "clusters": { "§": { "§": 1 } } }""",
        """{ "listen": { "port": 9000, "cluster": "a" }, "clusters": { "§": { "backends": [ { "address": "a:1" } ] } } }""",
        """{ "listen": { "port": 9000, "trustedProxies": [ "§" ] }, "backends": [ { "address": "a:1", "weight": { "§": 1 } } ] }""",
        """{ "listen": { "port": 9000, "mode": "http", "routes": [ { "host": "§", "pathPrefix": "§", "cluster": "§" } ] }, "backends": [ { "address": "a:1" } ] }""",
        """{ "listen": { "port": 1 }, "backends": [ { "address": "a:1" } ], "telemetry": { "otlpEndpoint": "§", "headers": { "§": "§" } } }""",
        """{ "listen": { "port": 1 }, "backends": [ { "address": "a:1" } ], "instance": "§", "admin": { "allowedHosts": [ "§" ] } }""",
        """{ "listen": { "port": 1 }, "backends": [ { "address": "a:1" } ], "loadBalancer": { "connectTimeout": "§", "healthCheck": { "type": "http", "host": "§", "path": "§", "expect": "§" } } }""",
        """{ "listen": { "port": 1 }, "backends": [ { "address": "${§}" } ] }""",
        """{ "listen": § }""",
        """{ "listen": { "port": 1 } §""",
    ];

    public static TheoryData<string> Places => [.. s_places];

    [Theory]
    [MemberData(nameof(Places))]
    public void No_problem_is_longer_than_a_few_lines(string place)
    {
        foreach (string letter in new[] { "a", "1", "\u202e", "🙂" })
        {
            string text = string.Concat(Enumerable.Repeat(letter, 100_000));
            foreach (ConfigProblem problem in Read(place, text))
            {
                problem.Message.Length.ShouldBeLessThanOrEqualTo(ShownText.MostInMessage);
                problem.Path.Length.ShouldBeLessThanOrEqualTo(ShownText.MostInMessage);
                problem.ToString().Length.ShouldBeLessThan(900);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void No_problem_steers_a_terminal(string place)
    {
        foreach (ConfigProblem problem in Read(place, @"\u001b[2J\n\rfake: ok\u202e\u009b"))
        {
            string line = problem.ToString() + problem.Path;
            ShownText.Escape(line).ShouldBe(line);
        }
    }

    [Fact]
    public void A_value_is_shown_escaped_and_cut()
    {
        Read(s_places[5], @"\u001b[2J\n\rfake: ok")[0]
            .Message.ShouldEndWith("found the text \"\\u001b[2J\\u000a\\u000dfake: ok\"");
        Read(s_places[0], new string('a', 20_000))[0]
            .Message.ShouldBe($"\"{new string('a', 100)}… (20,000 characters)\" has no port");
    }

    [Fact]
    public void A_suggestion_of_a_long_value_is_left_out_and_of_a_short_one_is_there()
    {
        Read(s_places[0], "host")[0].Suggestion.ShouldBe("host:9000");
        Read(s_places[0], new string('a', 20_000))[0].Suggestion.ShouldBeNull();
    }

    [Fact]
    public void A_long_key_is_not_in_the_path_of_each_value_below_it()
    {
        string below = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"k{i}\": 1"));
        string file = $$"""{ "clusters": { "{{new string('a', 100_000)}}": { {{below}} } } }""";
        long before = GC.GetAllocatedBytesForCurrentThread();
        _ = Read(file, "");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(50_000_000);
    }

    private static ImmutableArray<ConfigProblem> Read(string place, string text) =>
        ConfigTestText.Read(place.Replace("§", text, StringComparison.Ordinal)).Problems;
}
