// The text that people and editors read.

using Shouldly;
using Weir.Configuration.Source;
using Xunit;

namespace Weir.Tests.Configuration.Source;

public sealed class ConfigProblemTests
{
    private static readonly ConfigProblem Problem = new()
    {
        Severity = ProblemSeverity.Error,
        Code = "unknown-key",
        Message = "\"lisen\" is no key",
        Source = "weir.json",
        Line = 3,
        Column = 5,
    };

    [Fact]
    public void An_error_has_a_place_a_code_and_a_sentence() =>
        Problem.ToString().ShouldBe("weir.json:3:5: error unknown-key: \"lisen\" is no key");

    [Fact]
    public void A_suggestion_comes_last() =>
        (Problem with { Suggestion = "listen" })
            .ToString()
            .ShouldBe(
                "weir.json:3:5: error unknown-key: \"lisen\" is no key (did you mean \"listen\"?)"
            );

    [Fact]
    public void A_warning_says_so() =>
        (Problem with { Severity = ProblemSeverity.Warning })
            .ToString()
            .ShouldStartWith("weir.json:3:5: warning ");

    [Fact]
    public void Without_a_place_only_the_source_is_named() =>
        (Problem with { Source = "--set lisen", Line = 0, Column = 0 })
            .ToString()
            .ShouldStartWith("--set lisen: error unknown-key: ");
}
