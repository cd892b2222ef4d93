// JSON numbers, exactly.

using Shouldly;
using Weir.Configuration.Values;
using Xunit;

namespace Weir.Tests.Configuration.Values;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData("5", 5)]
    [InlineData("-0.5", -0.5)]
    [InlineData("1e2", 100)]
    public void A_number_is_read_exactly(string text, double value) =>
        NumberText.TryParse(text).ShouldBe((decimal)value);

    [Fact]
    public void A_number_past_all_ranges_stays_past_them()
    {
        NumberText.TryParse("1e400").ShouldBe(decimal.MaxValue);
        NumberText.TryParse("-1e400").ShouldBe(decimal.MinValue);
    }

    [Theory]
    [InlineData("")]
    [InlineData("five")]
    [InlineData("NaN")]
    [InlineData("1,000")]
    [InlineData(" 5")]
    public void Anything_else_is_none(string text) => NumberText.TryParse(text).ShouldBeNull();
}
