// Draws one picture of `weir top`.
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Weir.Commands.Top;

/// <summary>From figures to tables; as many backends as there is room for.</summary>
internal static class TopScreen
{
    /// <summary>Lines that are no rows: two of the head, three headings, three blank lines, the line below.</summary>
    private const int FixedLines = 9;

    private const int LeastBackends = 3;

    /// <param name="figures">What to draw.</param>
    /// <param name="lines">Height of the screen; 0: everything is drawn.</param>
    /// <param name="note">The line below: keys, or what went wrong at the last look.</param>
    public static IRenderable Draw(TopFigures figures, int lines, string note)
    {
        int room = lines - FixedLines - figures.Listeners.Length - figures.Clusters.Length;
        int shown =
            lines == 0
                ? figures.Backends.Length
                : int.Min(figures.Backends.Length, int.Max(room, LeastBackends));
        int left = figures.Backends.Length - shown;
        string below = left == 0 ? note : $"{left} more backends; {note}";
        return new Rows(
            Head(figures),
            Listeners(figures.Listeners),
            new Text(""),
            Clusters(figures.Clusters),
            new Text(""),
            Backends(figures.Backends[..shown]),
            new Text(below)
        );
    }

    private static Text Head(TopFigures figures)
    {
        TimeSpan uptime = TimeSpan.FromSeconds(figures.UptimeSeconds);
        FormattableString text =
            $"weir {figures.Version} {figures.State} for {uptime:d\\.hh\\:mm\\:ss}, {figures.Connections} connections, {figures.RequestsPerSecond:0.#} requests/s, {figures.FailuresPerSecond:0.#} failures/s, {Cells.Bytes(figures.BytesInPerSecond)}/s in, {Cells.Bytes(figures.BytesOutPerSecond)}/s out";
        return Cells.Line(text);
    }

    private static Table Listeners(TopListener[] listeners)
    {
        Table table = Cells.NewTable("LISTENER", "ADDRESS", "MODE", ">CONNECTIONS", ">REQ/S");
        foreach (TopListener listener in listeners)
        {
            table.AddRow(
                Cells.Of(listener.Name),
                Cells.Of(listener.Address),
                Cells.Of(listener.Mode),
                Cells.Of(listener.Connections),
                Number(listener.RequestsPerSecond)
            );
        }

        return table;
    }

    private static Table Clusters(TopCluster[] clusters)
    {
        Table table = Cells.NewTable(
            "CLUSTER",
            "ALGORITHM",
            ">USABLE",
            ">IN USE",
            ">IDLE",
            ">REQ/S",
            ">5XX/S",
            ">FAIL/S",
            ">P50 MS",
            ">P99 MS"
        );
        foreach (TopCluster cluster in clusters)
        {
            table.AddRow(
                Cells.Of(cluster.Name),
                Cells.Of(cluster.Algorithm),
                Cells.Of(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{cluster.Usable}/{cluster.Backends}"
                    ),
                    cluster.Usable == 0 ? Color.Red
                        : cluster.Usable < cluster.Backends ? Color.Yellow
                        : Color.Green
                ),
                Cells.Of(cluster.InUse),
                Cells.Of(cluster.Idle),
                Number(cluster.RequestsPerSecond),
                Number(cluster.ErrorsPerSecond),
                Number(cluster.FailuresPerSecond),
                Number(cluster.P50Ms),
                Number(cluster.P99Ms)
            );
        }

        return table;
    }

    private static Table Backends(TopBackend[] backends)
    {
        Table table = Cells.NewTable(
            "CLUSTER",
            "BACKEND",
            "HEALTH",
            "STATE",
            ">WEIGHT",
            ">IN USE",
            ">IDLE",
            ">PICKS/S",
            ">REUSED",
            "LAST CHECK"
        );
        foreach (TopBackend backend in backends)
        {
            table.AddRow(
                Cells.Of(backend.Cluster),
                Cells.Of(backend.Address),
                Cells.Of(backend.Health, Cells.ColorOf(backend.Health)),
                Cells.Of(backend.State, Cells.ColorOf(backend.State)),
                Cells.Of(backend.Weight),
                Cells.Of(backend.InUse),
                Cells.Of(backend.Idle),
                Number(backend.PicksPerSecond),
                Cells.Of(backend.ReusedShare?.ToString("0 %", CultureInfo.InvariantCulture) ?? "-"),
                Cells.Of(backend.LastCheckOutcome ?? "-")
            );
        }

        return table;
    }

    private static Text Number(double? value) =>
        Cells.Of(value?.ToString("0.#", CultureInfo.InvariantCulture) ?? "-");
}
