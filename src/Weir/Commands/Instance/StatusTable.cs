// The status of a running Weir as tables for people.
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Weir.Admin.Views;
using Weir.Admin.Views.Live;

namespace Weir.Commands.Instance;

/// <summary>Draws <see cref="StatusView"/>. Plain text when the output is no terminal or NO_COLOR is set.</summary>
internal sealed class StatusTable(TextWriter output, TimeProvider? time = null)
{
    /// <summary>Backends of one cluster that a screen shows without being asked for all.</summary>
    private const int MostOnScreen = 15;

    private readonly DateTimeOffset _now = (time ?? TimeProvider.System).GetUtcNow();

    /// <summary>Whether large clusters are shown whole.</summary>
    public bool ShowsAll { get; init; }

    /// <summary>Columns of the screen; null: as many as it says, or plenty where it is none.</summary>
    public int? Width { get; init; }

    public void Print(StatusView status)
    {
        TotalsView totals = status.Totals;
        Write([
            VerdictText.Of(status.Verdict, status.Clusters),
            Cells.Line($""),
            Cells.Line(
                $"weir {status.Version} ({status.Engine}, {status.Workers} workers, pid {status.Pid}) {status.State} for {Cells.Uptime(status.UptimeSeconds)}"
            ),
            Cells.Line(
                $"{status.ActiveConnections} connections; {totals.Requests} requests, {totals.Failures} failures, {Cells.Bytes(totals.BytesIn)} in, {Cells.Bytes(totals.BytesOut)} out"
            ),
            Cells.Line($""),
            Listeners(status.Listeners),
            Cells.Line($""),
        ]);
        PrintClusters(status.Clusters);
    }

    /// <summary>One cluster, headed by what is wrong with it.</summary>
    public void PrintCluster(ClusterView cluster, VerdictView verdict)
    {
        Write([VerdictText.Of(verdict, [cluster]), Cells.Line($"")]);
        PrintClusters([cluster]);
    }

    public void PrintClusters(ClusterView[] clusters)
    {
        BackendView[][] shown = [.. clusters.Select(Choose)];
        int left = clusters.Sum(c => c.Backends.Length) - shown.Sum(s => s.Length);
        Write([Clusters(clusters), Cells.Line($""), Backends(clusters, shown)]);
        if (left > 0)
        {
            Write([Cells.Line($"and {left} backends more; weir status --all shows them")]);
        }
    }

    /// <summary>Whether a cluster may send it new work, and nothing is known that speaks against that.</summary>
    public static bool IsUsable(BackendView backend) =>
        backend is { State: "ready", Health: not "unhealthy", Weight: > 0, OnTrial: false };

    /// <summary>Its health in a word for people.</summary>
    public static string HealthOf(BackendView backend) =>
        backend is { OnTrial: true, Health: "unknown" } ? "on trial" : backend.Health;

    private BackendView[] Choose(ClusterView cluster) =>
        ShowsAll || cluster.Backends.Length <= MostOnScreen
            ? cluster.Backends
            :
            [
                .. cluster
                    .Backends.OrderBy(IsUsable)
                    .ThenByDescending(b => b.ErrorShare ?? 0)
                    .ThenByDescending(b => b.InUse)
                    .Take(MostOnScreen),
            ];

    private static FittedTable Listeners(ListenerView[] listeners)
    {
        var table = new FittedTable(
            ("LISTENER", 0),
            ("ADDRESS", 0),
            ("MODE", 1),
            (">CONNECTIONS", 0)
        );
        foreach (ListenerView listener in listeners)
        {
            table.AddRow(
                (listener.Name, null),
                (listener.Address, null),
                (listener.Mode, null),
                (Cells.Number(listener.Connections), null)
            );
        }

        return table;
    }

    private static FittedTable Clusters(ClusterView[] clusters)
    {
        var table = new FittedTable(
            ("CLUSTER", 0),
            ("ALGORITHM", 1),
            (">USABLE", 0),
            (">IN USE", 0),
            (">IDLE", 2)
        );
        foreach (ClusterView cluster in clusters)
        {
            int usable = cluster.Backends.Count(IsUsable);
            Color color =
                usable == cluster.Backends.Length ? Color.Green
                : usable == 0 ? Color.Red
                : Color.Yellow;
            table.AddRow(
                (cluster.Name, null),
                (cluster.Algorithm, null),
                ($"{usable}/{cluster.Backends.Length}", color),
                (Cells.Number(cluster.Backends.Sum(b => b.InUse)), null),
                (Cells.Number(cluster.Backends.Sum(b => b.Idle)), null)
            );
        }

        return table;
    }

    private FittedTable Backends(ClusterView[] clusters, BackendView[][] shown)
    {
        var table = new FittedTable(
            ("CLUSTER", 0),
            ("BACKEND", 0),
            ("HEALTH", 0),
            ("STATE", 1),
            (">WEIGHT", 4),
            (">IN USE", 3),
            (">IDLE", 6),
            (">5XX", 0),
            (">ANSWER MS", 2),
            (">CHECKED", 5),
            ("OUTCOME~", 1)
        );
        for (int i = 0; i < clusters.Length; i++)
        {
            foreach (BackendView backend in shown[i])
            {
                table.AddRow(
                    (clusters[i].Name, null),
                    (backend.Address, null),
                    (HealthOf(backend), Cells.ColorOf(HealthOf(backend))),
                    (backend.State, Cells.ColorOf(backend.State)),
                    (Cells.Number(backend.Weight), null),
                    (Cells.Number(backend.InUse), null),
                    (Cells.Number(backend.Idle), null),
                    (Cells.Percent(backend.ErrorShare), backend.ErrorShare > 0 ? Color.Red : null),
                    (Cells.Milliseconds(backend.AnswerMs), null),
                    (AgeOf(backend.LastCheck), null),
                    (backend.LastCheckOutcome ?? "-", null)
                );
            }
        }

        return table;
    }

    private string AgeOf(string? lastCheck) =>
        DateTimeOffset.TryParse(lastCheck, CultureInfo.InvariantCulture, out DateTimeOffset at)
            ? Cells.Age(_now - at)
            : "-";

    private void Write(IEnumerable<IRenderable> parts)
    {
        IAnsiConsole console = Terminal.Open(output, Width);
        foreach (IRenderable part in parts)
        {
            console.Write(part);
        }
    }
}
