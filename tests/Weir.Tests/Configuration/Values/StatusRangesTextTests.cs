// The statuses that a health check expects.

using Shouldly;
using Weir.Configuration.Values;
using Xunit;

namespace Weir.Tests.Configuration.Values;

public sealed class StatusRangesTextTests
{
    [Theory]
    [InlineData("200", "200")]
    [InlineData("200-399", "200-399")]
    [InlineData("200 - 299, 404", "200-299,404")]
    [InlineData("100-100,599", "100,599")]
    public void Single_statuses_and_ranges_are_listed_with_commas(string text, string formatted) =>
        StatusRangesText
            .Format(StatusRangesText.TryParse(text).ShouldNotBeNull())
            .ShouldBe(formatted);

    [Theory]
    [InlineData("")]
    [InlineData("2xx")]
    [InlineData("99")]
    [InlineData("600")]
    [InlineData("300-200")]
    [InlineData("200-250-299")]
    [InlineData("200,")]
    [InlineData("-200")]
    public void Anything_else_is_none(string text) =>
        StatusRangesText.TryParse(text).ShouldBeNull();

    [Fact]
    public void A_range_contains_both_its_ends()
    {
        StatusRange range = new(200, 204);

        (
            range.Contains(199),
            range.Contains(200),
            range.Contains(204),
            range.Contains(205)
        ).ShouldBe((false, true, true, false));
    }
}
