// Whatever happens to a valid file, it is read or refused with a reason.

using CsCheck;
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Source;
using Xunit;
using static Weir.Tests.Configuration.ConfigTestText;

namespace Weir.Tests.Configuration;

public sealed class ConfigMutationTests
{
    private static readonly string[] Sources =
    [
        ConfigReaderTests.ShortExample,
        ConfigReaderTests.LongExample,
    ];

    private static readonly string[] Pieces =
    [
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\n",
        "//",
        "/*",
        "*/",
        "null",
        "true",
        "-",
        "1e999",
        "0",
        "${",
        "${A}",
        "$${",
        "}",
        "\u0000",
        "\\ud800",
        "é",
        "😀",
        "\ud800",
        "\"name\": \"web\",",
        "\"address\"",
        "\"unix:/a\"",
        "\"[::1]:1\"",
        "{}",
        "[]",
    ];

    private static readonly Gen<string> GenMutated = Gen.Select(
        AnyOf(Sources),
        Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, 12], AnyOf(Pieces)).Array[1, 4],
        (source, edits) =>
        {
            foreach ((int place, int cut, string piece) in edits)
            {
                int at = place % (source.Length + 1);
                source = source[..at] + piece + source[Math.Min(at + cut, source.Length)..];
            }
            return source;
        }
    );

    [Fact]
    public void A_mutated_file_gives_a_configuration_or_at_least_one_error() =>
        GenMutated.Sample(CheckOutcome, iter: 3_000);

    [Fact]
    public void Any_text_at_all_gives_at_least_one_error_or_a_configuration() =>
        Gen.String.Sample(CheckOutcome, iter: 500);

    [Fact]
    public void Any_override_gives_a_configuration_or_at_least_one_error() =>
        Gen.Select(AnyOf(Sources), AnyOf(Paths), AnyOf(Pieces))
            .Sample(
                (text, path, value) =>
                    HasOutcome(
                        ConfigReader.Read(
                            text,
                            FileName,
                            new ConfigReadOptions { Sets = [new ConfigOverride(path, value)] }
                        )
                    ),
                iter: 1_000
            );

    private static readonly string[] Paths =
    [
        "listen",
        "listen.port",
        "listeners.0",
        "listeners.9.x",
        "clusters",
        "clusters.api.backends.0.weight",
        "",
        ".",
        "..a",
        "backends.0",
        "backends.1.port",
        "admin.address.x",
        "logging.mode",
        "99999999999999999999",
        "clusters.a.b.c",
    ];

    private static void CheckOutcome(string text)
    {
        ConfigReadResult result = Read(text, ("A", "1"));
        if (!HasOutcome(result))
            throw new InvalidOperationException(
                $"neither a configuration nor an error, or a place out of the file: {text}"
            );
        int lines = text.Count(c => c == '\n') + 1;
        foreach (ConfigProblem problem in result.Problems)
        {
            problem.Line.ShouldBeInRange(1, lines);
            problem.Column.ShouldBeGreaterThan(0);
        }
    }

    private static Gen<string> AnyOf(string[] texts) =>
        Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static bool HasOutcome(ConfigReadResult result) =>
        result.Config is null
        == result.Problems.Any(problem => problem.Severity == ProblemSeverity.Error);
}
