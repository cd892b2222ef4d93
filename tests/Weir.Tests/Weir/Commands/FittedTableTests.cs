// What goes and what is cut where a table has no room.
using Shouldly;
using Weir.Commands;
using Xunit;

namespace Weir.Tests.Commands;

public sealed class FittedTableTests
{
    [Theory]
    [InlineData(
        80,
        "NAME                LOAD SPARE NOTE",
        "a-name-of-some-size   12 x     a note of forty characters, more or less"
    )]
    [InlineData(
        50,
        "NAME                LOAD SPARE NOTE",
        "a-name-of-some-size   12 x     a note of forty c…"
    )]
    [InlineData(42, "NAME                LOAD NOTE", "a-name-of-some-size   12 a note of forty…")]
    [InlineData(30, "NAME                LOAD", "a-name-of-some-size   12")]
    [InlineData(16, "NAME       LOAD", "a-nam…size   12")]
    public void Spare_columns_go_first_then_texts_are_cut_then_names(
        int width,
        string head,
        string row
    )
    {
        var table = new FittedTable(("NAME", 0), (">LOAD", 0), ("SPARE", 2), ("NOTE~", 1));
        table.AddRow(
            ("a-name-of-some-size", null),
            ("12", null),
            ("x", null),
            ("a note of forty characters, more or less", null)
        );
        using var writer = new StringWriter();
        Terminal.Open(writer, width).Write(table);
        string[] lines = [.. writer.ToString().Split('\n').Select(l => l.TrimEnd())];
        lines.ShouldAllBe(l => l.Length <= width);
        lines[..2].ShouldBe([head, row]);
    }
}
