// Durations with units.

using System.Text.RegularExpressions;
using CsCheck;
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Values;
using Xunit;

namespace Weir.Tests.Configuration.Values;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("5s", 5_000)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1.5s", 1_500)]
    [InlineData(".5h", 1_800_000)]
    [InlineData("0s", 0)]
    public void A_number_with_a_unit_is_milliseconds(string text, int ms) =>
        DurationText.TryParseMs(text).ShouldBe(ms);

    [Theory]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("")]
    [InlineData("5 s")]
    [InlineData("-5s")]
    [InlineData("5S")]
    [InlineData("5sec")]
    [InlineData("5.s")]
    [InlineData("1.2.3s")]
    [InlineData("1e3s")]
    [InlineData("1h30m")]
    public void Anything_else_is_none(string text) => DurationText.TryParseMs(text).ShouldBeNull();

    [Fact]
    public void A_huge_number_does_not_overflow() =>
        DurationText
            .TryParseMs(new string('9', 28) + "h")
            .ShouldNotBeNull()
            .ShouldBeGreaterThan(Limits.MaxDurationMs);

    [Theory]
    [InlineData(7_200_000, "2h")]
    [InlineData(90_000, "90s")]
    [InlineData(1_500, "1500ms")]
    public void A_message_gets_the_shortest_unit(int ms, string text) =>
        DurationText.Describe(ms).ShouldBe(text);

    [Fact]
    public void The_pattern_of_the_schema_takes_what_the_reader_takes() =>
        Gen.String[Gen.Char["0159.msh"], 0, 6]
            .Sample(text =>
                Regex.IsMatch(
                    text,
                    DurationText.Pattern,
                    RegexOptions.ExplicitCapture,
                    TimeSpan.FromSeconds(1)
                ) == DurationText.TryParseMs(text) is not null
            );
}
