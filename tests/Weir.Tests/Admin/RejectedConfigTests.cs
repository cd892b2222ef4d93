// The words for a file that is not in force.
using Shouldly;
using Weir.Admin;
using Xunit;

namespace Weir.Tests.Admin;

public sealed class RejectedConfigTests
{
    private static readonly DateTimeOffset s_since = new(2026, 11, 29, 15, 27, 9, TimeSpan.Zero);

    private static RejectedConfig Rejected(params string[] problems) =>
        new(s_since, "is invalid", [.. problems]);

    [Theory]
    [InlineData(1, "the file on disk is invalid since 15:27 UTC")]
    [InlineData(30, "the file on disk is invalid since 2026-11-29 15:27 UTC")]
    public void The_day_is_told_where_the_hour_would_not_do(int hours, string text) =>
        Rejected().Headline(s_since.AddHours(hours)).ShouldBe(text);

    [Fact]
    public void The_reason_is_the_first_problem_and_how_many_there_are()
    {
        const string first = "weir.json:7:62: error unknown-key: \"a\": b";
        Rejected().Reason.ShouldBe("");
        Rejected(first).Reason.ShouldBe(first);
        Rejected(first, "x", "y").Reason.ShouldBe(first + " (and 2 more)");
    }

    [Theory]
    [InlineData(
        "weir.json:7:62: error unknown-key: \"a\": s3cret",
        "weir.json:7:62: error unknown-key"
    )]
    [InlineData("cannot read weir.json: permission denied", "")]
    public void The_place_holds_nothing_of_what_the_file_says(string problem, string place) =>
        Rejected(problem).Place.ShouldBe(place);
}
