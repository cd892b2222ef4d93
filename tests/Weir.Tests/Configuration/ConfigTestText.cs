// Reads configurations in tests. A mark in the text shows where the one expected problem is, so that each test
// says its line and column where they can be seen.

using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Source;

namespace Weir.Tests.Configuration;

internal static class ConfigTestText
{
    /// <summary>Stands before the character that a problem must point at.</summary>
    public const char Mark = '§';

    public const string FileName = "conf/weir.json";

    public const string SomeBackends = """ "backends": [ { "address": "127.0.0.1:9100" } ] """;

    public const string SomeListener = """ "listen": { "port": 9000 } """;

    public static ConfigReadResult Read(
        string text,
        params (string Name, string Value)[] environment
    ) =>
        ConfigReader.Read(
            text,
            FileName,
            new ConfigReadOptions { Environment = Lookup(environment) }
        );

    /// <summary>No problem of any kind.</summary>
    public static WeirConfig ReadFine(string text, params (string Name, string Value)[] environment)
    {
        ConfigReadResult result = Read(text, environment);
        result.Problems.ShouldBeEmpty();
        return result.Config.ShouldNotBeNull();
    }

    /// <summary>The one problem, an error, which must be where the mark is.</summary>
    public static ConfigProblem ReadError(
        string marked,
        string code,
        params (string Name, string Value)[] environment
    )
    {
        ConfigReadResult result = Read(Unmarked(marked), environment);
        result.Config.ShouldBeNull();
        return Check(result, marked, code, ProblemSeverity.Error);
    }

    /// <summary>The one problem, a warning, which must be where the mark is.</summary>
    public static ConfigProblem ReadWarning(string marked, string code)
    {
        ConfigReadResult result = Read(Unmarked(marked));
        result.Config.ShouldNotBeNull();
        return Check(result, marked, code, ProblemSeverity.Warning);
    }

    public static string WithListen(string members) =>
        $$"""{ "listen": { {{members}} }, {{SomeBackends}} }""";

    public static string WithHttpListen(string members) =>
        WithListen($""" "mode": "http", "port": 9000, {members} """);

    public static string WithBackends(string entries) =>
        $$"""{ {{SomeListener}}, "backends": [ {{entries}} ] }""";

    public static string WithRoot(string members) =>
        $$"""{ {{SomeListener}}, {{SomeBackends}}, {{members}} }""";

    public static string WithLoadBalancer(string members) =>
        WithRoot($$""" "loadBalancer": { {{members}} } """);

    /// <summary>An http listener with these routes, and the clusters a and b.</summary>
    public static string WithRoutes(string routes) =>
        $$"""
            {
              "listen": { "port": 9000, "mode": "http", "routes": [ {{routes}} ] },
              "clusters": {
                "a": { "backends": [ { "address": "127.0.0.1:9100" } ] },
                "b": { "backends": [ { "address": "127.0.0.1:9101" } ] }
              }
            }
            """;

    /// <summary>A tcp listener for each cluster, by name.</summary>
    public static string WithClusters(string clusters, params string[] names) =>
        $$"""
            {
              "listeners": [ {{string.Join(
                ", ",
                names.Select(
                    (name, i) =>
                        $$"""{ "name": "l{{i}}", "address": "127.0.0.1:{{9000 + i}}", "cluster": "{{name}}" }"""
                )
            )}} ],
              "admin": { "address": "off" },
              "clusters": { {{clusters}} }
            }
            """;

    private static ConfigProblem Check(
        ConfigReadResult result,
        string marked,
        string code,
        ProblemSeverity severity
    )
    {
        ConfigProblem problem = result.Problems.ShouldHaveSingleItem();
        string before = marked[..marked.IndexOf(Mark, StringComparison.Ordinal)];
        problem.Code.ShouldBe(code);
        problem.Severity.ShouldBe(severity);
        (problem.Line, problem.Column).ShouldBe(
            (before.Count(c => c == '\n') + 1, before.Length - before.LastIndexOf('\n')),
            problem.ToString()
        );
        return problem;
    }

    public static string Unmarked(string marked)
    {
        marked.Count(c => c == Mark).ShouldBe(1);
        return marked.Replace(Mark.ToString(), "", StringComparison.Ordinal);
    }

    private static Func<string, string?> Lookup((string Name, string Value)[] environment) =>
        name => Array.Find(environment, variable => variable.Name == name).Value;
}
