// A table that fits its screen: columns of less weight are left out where there is no room, and no word is ever broken.
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Weir.Commands;

/// <summary>
/// Columns are given with a rank: 0 stays, higher ones go, the highest first. A title that starts with ">" is aligned to the right; one
/// that ends with "~" is of free text, which is cut before anything else has to go.
/// </summary>
internal sealed class FittedTable(params (string Title, int Rank)[] columns) : Renderable
{
    /// <summary>Free text is not cut to less.</summary>
    private const int LeastText = 16;
    private const string Ellipsis = "…";

    private readonly List<(string Text, Color? Color)[]> _rows = [];

    public void AddRow(params (string Text, Color? Color)[] cells) => _rows.Add(cells);

    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(1, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        int[] widths = [.. columns.Select((_, i) => WidthOf(i))];
        int[] shown = Choose(widths, maxWidth);
        Shrink(widths, shown, maxWidth);
        var lines = new List<Segment>();
        WriteLine(lines, [.. columns.Select((_, i) => (Title(i), (Color?)null))], shown, widths);
        _rows.ForEach(row => WriteLine(lines, row, shown, widths));
        return lines;
    }

    // Spaces that end a line would be drawn in some terminals, and wrapped in others.
    private void WriteLine(
        List<Segment> lines,
        (string Text, Color? Color)[] cells,
        int[] shown,
        int[] widths
    )
    {
        foreach (int column in shown)
        {
            string text = Cut(cells[column].Text, widths[column], column);
            string gap = new(' ', widths[column] - text.Length);
            bool isRight = columns[column].Title[0] == '>';
            bool isLast = column == shown[^1];
            lines.Add(new Segment(isRight ? gap + text : text, new Style(cells[column].Color)));
            lines.Add(new Segment((isRight || isLast ? "" : gap) + (isLast ? "" : " ")));
        }

        lines.Add(Segment.LineBreak);
    }

    private int[] Choose(int[] widths, int room)
    {
        List<int> shown = [.. Enumerable.Range(0, columns.Length)];
        int Needed() => shown.Sum(i => (IsText(i) ? int.Min(widths[i], LeastText) : widths[i]) + 1);
        while (Needed() > room && shown.MaxBy(i => columns[i].Rank) is var last)
        {
            if (columns[last].Rank == 0)
            {
                break;
            }

            shown.Remove(last);
        }

        return [.. shown];
    }

    // Free text first, then whatever is widest: a name that is longer than the screen has no other way to fit.
    private void Shrink(int[] widths, int[] shown, int room)
    {
        int over = shown.Sum(i => widths[i] + 1) - room;
        foreach (int column in shown.Where(IsText))
        {
            int cut = int.Clamp(over, 0, int.Max(0, widths[column] - LeastText));
            widths[column] -= cut;
            over -= cut;
        }

        while (over-- > 0)
        {
            int widest = shown.MaxBy(i => widths[i]);
            widths[widest] = int.Max(1, widths[widest] - 1);
        }
    }

    // The end of an address tells as much as its beginning; of a text the beginning does.
    private string Cut(string text, int width, int column)
    {
        if (text.Length <= width)
        {
            return text;
        }

        int tail = IsText(column) ? 0 : (width - 1) / 2;
        return text[..(width - 1 - tail)] + Ellipsis + text[(text.Length - tail)..];
    }

    private int WidthOf(int column) =>
        int.Max(
            Title(column).Length,
            _rows.Select(r => r[column].Text.Length).DefaultIfEmpty().Max()
        );

    private string Title(int column) => columns[column].Title.Trim('>', '~');

    private bool IsText(int column) => columns[column].Title.EndsWith('~');
}
