// Holds figures to the forms that people read.
using Shouldly;
using Weir.Commands;
using Xunit;

namespace Weir.Tests.Commands;

public sealed class CellsTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(102_400, "100 KiB")]
    [InlineData(1_048_576, "1.0 MiB")]
    [InlineData(5e15, "4547 TiB")]
    public void Bytes_have_a_binary_unit(double bytes, string text) =>
        Cells.Bytes(bytes).ShouldBe(text);

    [Theory]
    [InlineData(-1, "0s")]
    [InlineData(59, "59s")]
    [InlineData(60, "1m")]
    [InlineData(7200, "2h")]
    [InlineData(200_000, "2d")]
    public void An_age_has_the_largest_whole_unit(int seconds, string text) =>
        Cells.Age(TimeSpan.FromSeconds(seconds)).ShouldBe(text);
}
