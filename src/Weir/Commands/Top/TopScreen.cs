// Draws one picture of `weir top`.
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Weir.Admin.Views.Live;

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
        int problems = figures.Verdict.Problems.Count(IsWrong);
        int room =
            lines - FixedLines - problems - figures.Listeners.Length - figures.Clusters.Length;
        int shown =
            lines == 0
                ? figures.Backends.Length
                : int.Min(figures.Backends.Length, int.Max(room, LeastBackends));
        int left = figures.Backends.Length - shown;
        string below = left == 0 ? note : $"{left} more backends; {note}";
        return new Rows([
            Head(figures),
            .. Problems(figures.Verdict),
            Listeners(figures.Listeners),
            new Text(""),
            Clusters(figures.Clusters),
            new Text(""),
            Backends(figures.Backends[..shown]),
            new Text(below),
        ]);
    }

    private static Text Head(TopFigures figures)
    {
        FormattableString text =
            $"weir {figures.Version} {figures.State} for {Cells.Uptime(figures.UptimeSeconds)}, {figures.Connections} connections, {figures.RequestsPerSecond:0.#} requests/s, {figures.FailuresPerSecond:0.#} failures/s, {Cells.Bytes(figures.BytesInPerSecond)}/s in, {Cells.Bytes(figures.BytesOutPerSecond)}/s out";
        return Cells.Line(text);
    }

    private static IEnumerable<IRenderable> Problems(VerdictView verdict) =>
        verdict
            .Problems.Where(IsWrong)
            .Select(p => new Text(
                $"{p.Severity}: {p.What}",
                new Style(p.Severity is "error" ? Color.Red : Color.Yellow)
            )
            {
                Overflow = Overflow.Ellipsis,
            });

    private static bool IsWrong(VerdictProblemView problem) => problem.Severity is not "info";

    private static FittedTable Listeners(TopListener[] listeners)
    {
        var table = new FittedTable(
            ("LISTENER", 0),
            ("ADDRESS", 0),
            ("MODE", 1),
            (">CONNECTIONS", 0),
            (">REQ/S", 0)
        );
        foreach (TopListener listener in listeners)
        {
            table.AddRow(
                (listener.Name, null),
                (listener.Address, null),
                (listener.Mode, null),
                (Cells.Number(listener.Connections), null),
                Number(listener.RequestsPerSecond)
            );
        }

        return table;
    }

    private static FittedTable Clusters(TopCluster[] clusters)
    {
        var table = new FittedTable(
            ("CLUSTER", 0),
            ("ALGORITHM", 3),
            (">USABLE", 0),
            (">IN USE", 1),
            (">IDLE", 2),
            (">REQ/S", 0),
            (">5XX/S", 0),
            (">FAIL/S", 0),
            (">P50 MS", 0),
            (">P99 MS", 0)
        );
        foreach (TopCluster cluster in clusters)
        {
            table.AddRow(
                (cluster.Name, null),
                (cluster.Algorithm, null),
                (
                    $"{cluster.Usable}/{cluster.Backends}",
                    cluster.Usable == 0 ? Color.Red
                    : cluster.Usable < cluster.Backends ? Color.Yellow
                    : Color.Green
                ),
                (Cells.Number(cluster.InUse), null),
                (Cells.Number(cluster.Idle), null),
                Number(cluster.RequestsPerSecond),
                Number(cluster.ErrorsPerSecond),
                Number(cluster.FailuresPerSecond),
                Number(cluster.P50Ms),
                Number(cluster.P99Ms)
            );
        }

        return table;
    }

    private static FittedTable Backends(TopBackend[] backends)
    {
        var table = new FittedTable(
            ("CLUSTER", 0),
            ("BACKEND", 0),
            ("HEALTH", 0),
            ("STATE", 1),
            (">WEIGHT", 6),
            (">IN USE", 2),
            (">IDLE", 5),
            (">PICKS/S", 0),
            (">REUSED", 4),
            (">5XX/S", 0),
            (">P50 MS", 0),
            ("LAST CHECK~", 3)
        );
        foreach (TopBackend backend in backends)
        {
            table.AddRow(
                (backend.Cluster, null),
                (backend.Address, null),
                (backend.Health, Cells.ColorOf(backend.Health)),
                (backend.State, Cells.ColorOf(backend.State)),
                (Cells.Number(backend.Weight), null),
                (Cells.Number(backend.InUse), null),
                (Cells.Number(backend.Idle), null),
                Number(backend.PicksPerSecond),
                (Cells.Percent(backend.ReusedShare), null),
                Number(backend.ErrorsPerSecond),
                Number(backend.P50Ms),
                (backend.LastCheckOutcome ?? "-", null)
            );
        }

        return table;
    }

    private static (string, Color?) Number(double? value) =>
        (value?.ToString("0.#", CultureInfo.InvariantCulture) ?? "-", null);
}
