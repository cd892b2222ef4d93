// From byte offsets to the lines and columns that people count.

using System.Text;
using Shouldly;
using Weir.Configuration.Source;
using Xunit;

namespace Weir.Tests.Configuration.Source;

public sealed class LineMapTests
{
    [Theory]
    [InlineData("abc", 0, 1, 1)]
    [InlineData("abc", 2, 1, 3)]
    [InlineData("a\nb", 2, 2, 1)]
    [InlineData("a\r\nbc", 4, 2, 2)]
    [InlineData("\n\n", 2, 3, 1)]
    [InlineData("\tx", 1, 1, 2)]
    [InlineData("", 0, 1, 1)]
    [InlineData("ab", 99, 1, 3)]
    public void Lines_end_at_line_feeds_and_every_character_is_one_column(
        string text,
        int offset,
        int line,
        int column
    ) =>
        new LineMap(Encoding.UTF8.GetBytes(text))
            .PositionOf(offset)
            .ShouldBe(SourcePosition.InFile(line, column));

    [Fact]
    public void A_character_outside_the_basic_plane_is_one_column_though_it_has_four_bytes() =>
        new LineMap(Encoding.UTF8.GetBytes("\"😀é\" x"))
            .PositionOf(9)
            .ShouldBe(SourcePosition.InFile(1, 6));

    [Fact]
    public void An_offset_past_the_last_line_stays_in_the_text() =>
        new LineMap("a\nb"u8.ToArray()).OffsetOf(7, 7).ShouldBe(3);

    [Fact]
    public void Positions_in_a_line_of_a_megabyte_cost_a_few_bytes_each()
    {
        string text = string.Concat(Enumerable.Repeat("éa", 500_000));
        LineMap map = new(Encoding.UTF8.GetBytes(text));
        for (int i = 0; i < 500_000; i++)
        {
            map.PositionOf(i * 3).Column.ShouldBe((i * 2) + 1);
        }

        map.BytesRead.ShouldBeLessThan(500_000L * 256);
    }
}
