// The status of a running Weir as tables for people.
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Weir.Admin.Views;

namespace Weir.Commands;

/// <summary>Draws <see cref="StatusView"/>. Plain text when the output is no terminal or NO_COLOR is set.</summary>
internal static class StatusTable
{
    /// <summary>Wide enough for every column when nobody says how wide the output is.</summary>
    private const int PlainWidth = 160;

    public static void Print(StatusView status, TextWriter output)
    {
        IAnsiConsole console = Open(output);
        foreach (IRenderable part in Build(status))
        {
            console.Write(part);
        }
    }

    /// <summary>The parts from top to bottom.</summary>
    public static IEnumerable<IRenderable> Build(StatusView status)
    {
        TimeSpan uptime = TimeSpan.FromSeconds(status.UptimeSeconds);
        TotalsView totals = status.Totals;
        yield return Line(
            $"weir {status.Version} ({status.Engine}, {status.Workers} workers, pid {status.Pid}) {status.State} for {uptime:d\\.hh\\:mm\\:ss}"
        );
        yield return Line(
            $"{status.ActiveConnections} connections; {totals.Requests} requests, {totals.Failures} failures, {totals.BytesIn} bytes in, {totals.BytesOut} bytes out"
        );
        yield return Listeners(status.Listeners);
        yield return Backends(status.Clusters);
    }

    private static Table Listeners(ListenerView[] listeners)
    {
        Table table = NewTable("LISTENER", "ADDRESS", "MODE");
        table.AddColumn(new TableColumn("CONNECTIONS").RightAligned());
        foreach (ListenerView listener in listeners)
        {
            table.AddRow(
                Cell(listener.Name),
                Cell(listener.Address),
                Cell(listener.Mode),
                Cell(listener.Connections)
            );
        }

        return table;
    }

    private static Table Backends(ClusterView[] clusters)
    {
        Table table = NewTable("CLUSTER", "ALGORITHM", "BACKEND", "HEALTH", "STATE");
        foreach (string figure in new[] { "WEIGHT", "IN USE", "IDLE" })
        {
            table.AddColumn(new TableColumn(figure).RightAligned());
        }

        table.AddColumn("LAST CHECK");
        foreach (ClusterView cluster in clusters)
        {
            foreach (BackendView backend in cluster.Backends)
            {
                table.AddRow(
                    Cell(cluster.Name),
                    Cell(cluster.Algorithm),
                    Cell(backend.Address),
                    Cell(backend.Health, ColorOf(backend.Health)),
                    Cell(backend.State, ColorOf(backend.State)),
                    Cell(backend.Weight),
                    Cell(backend.InUse),
                    Cell(backend.Idle),
                    Cell(backend.LastCheck ?? "-")
                );
            }
        }

        return table;
    }

    private static IAnsiConsole Open(TextWriter output)
    {
        bool isPlain =
            output != Console.Out
            || Console.IsOutputRedirected
            || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        IAnsiConsole console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(output),
                Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
                ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
                Interactive = InteractionSupport.No,
            }
        );
        if (output != Console.Out || Console.IsOutputRedirected)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }

    private static Table NewTable(params string[] columns)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (string column in columns)
        {
            table.AddColumn(column);
        }

        return table;
    }

    private static Text Line(FormattableString text) =>
        new(text.ToString(CultureInfo.InvariantCulture) + "\n");

    private static Text Cell(string text, Color? color = null) => new(text, new Style(color));

    private static Text Cell(long number) => new(number.ToString(CultureInfo.InvariantCulture));

    private static Color? ColorOf(string word) =>
        word switch
        {
            "healthy" or "ready" => Color.Green,
            "unhealthy" => Color.Red,
            "drain" or "maint" => Color.Yellow,
            _ => null,
        };
}
