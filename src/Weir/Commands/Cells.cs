// Cells of tables and figures as people read them, the same in all commands.
using System.Globalization;
using Spectre.Console;

namespace Weir.Commands;

/// <summary>Text and numbers for <see cref="Table"/>s.</summary>
internal static class Cells
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>A table without lines: columns that start with ">" are aligned to the right.</summary>
    public static Table NewTable(params string[] columns)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (string column in columns)
        {
            bool isRight = column.StartsWith('>');
            var added = new TableColumn(new Text(isRight ? column[1..] : column)) { NoWrap = true };
            table.AddColumn(isRight ? added.RightAligned() : added);
        }

        return table;
    }

    public static Text Of(string text, Color? color = null) => new(text, new Style(color));

    public static Text Of(long number) => new(number.ToString(CultureInfo.InvariantCulture));

    public static Text Line(FormattableString text) =>
        new(text.ToString(CultureInfo.InvariantCulture) + "\n");

    /// <summary>The colour of a state or health; null for none.</summary>
    public static Color? ColorOf(string word) =>
        word switch
        {
            "healthy" or "ready" => Color.Green,
            "unhealthy" => Color.Red,
            "drain" or "maint" or "on trial" => Color.Yellow,
            _ => null,
        };

    /// <summary>Three digits at most and a binary unit, such as <c>1.5 MiB</c>.</summary>
    public static string Bytes(double bytes)
    {
        int unit = 0;
        while (bytes >= 1000 && unit < Units.Length - 1)
        {
            bytes /= 1024;
            unit++;
        }

        string format = unit == 0 || bytes >= 99.95 ? "0" : "0.0";
        return $"{bytes.ToString(format, CultureInfo.InvariantCulture)} {Units[unit]}";
    }

    /// <summary>The two largest units, such as <c>22s</c>, <c>9m 22s</c>, <c>3h 4m</c>, <c>12d 5h</c>.</summary>
    public static string Uptime(double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        return time switch
        {
            { TotalMinutes: < 1 } => $"{time.Seconds}s",
            { TotalHours: < 1 } => $"{time.Minutes}m {time.Seconds}s",
            { TotalDays: < 1 } => $"{time.Hours}h {time.Minutes}m",
            _ => $"{time.Days}d {time.Hours}h",
        };
    }

    /// <summary>Milliseconds with three digits that mean something; <c>-</c> for none.</summary>
    public static string Milliseconds(double? value) =>
        value?.ToString(value >= 100 ? "0" : "0.##", CultureInfo.InvariantCulture) ?? "-";

    /// <summary>A share as percent; <c>-</c> for none.</summary>
    public static string Percent(double? share) =>
        share is { } value
            ? (value < 0.1 ? value : Math.Floor(value * 100) / 100).ToString(
                "0.# %",
                CultureInfo.InvariantCulture
            )
            : "-";

    /// <summary>Whole numbers as cells are.</summary>
    public static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The largest whole unit, such as <c>5s</c>, <c>3m</c>, <c>2h</c>, <c>9d</c>.</summary>
    public static string Age(TimeSpan age) =>
        age switch
        {
            { TotalSeconds: < 0 } => "0s",
            { TotalMinutes: < 1 } => $"{age.Seconds}s",
            { TotalHours: < 1 } => $"{age.Minutes}m",
            { TotalDays: < 1 } => $"{age.Hours}h",
            _ => $"{age.Days}d",
        };
}
