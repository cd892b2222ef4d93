// The status of a running Weir as tables for people.
using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Weir.Admin.Views;

namespace Weir.Commands;

/// <summary>Draws <see cref="StatusView"/>. Plain text when the output is no terminal or NO_COLOR is set.</summary>
internal sealed class StatusTable(TextWriter output, TimeProvider? time = null)
{
    /// <summary>Backends of one cluster that a screen shows without being asked for all.</summary>
    private const int MostOnScreen = 15;

    private readonly DateTimeOffset _now = (time ?? TimeProvider.System).GetUtcNow();

    /// <summary>Whether large clusters are shown whole.</summary>
    public bool ShowsAll { get; init; }

    public void Print(StatusView status)
    {
        TimeSpan uptime = TimeSpan.FromSeconds(status.UptimeSeconds);
        TotalsView totals = status.Totals;
        Write([
            Cells.Line(
                $"weir {status.Version} ({status.Engine}, {status.Workers} workers, pid {status.Pid}) {status.State} for {uptime:d\\.hh\\:mm\\:ss}"
            ),
            Cells.Line(
                $"{status.ActiveConnections} connections; {totals.Requests} requests, {totals.Failures} failures, {Cells.Bytes(totals.BytesIn)} in, {Cells.Bytes(totals.BytesOut)} out"
            ),
            .. status.LogProblems.Select(problem => Cells.Line($"{problem}")),
            Cells.Line($""),
            Listeners(status.Listeners),
            Cells.Line($""),
        ]);
        PrintClusters(status.Clusters);
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

    /// <summary>Whether a cluster may send it new work.</summary>
    public static bool IsUsable(BackendView backend) =>
        backend is { State: "ready", Health: not "unhealthy", Weight: > 0 };

    private BackendView[] Choose(ClusterView cluster) =>
        ShowsAll || cluster.Backends.Length <= MostOnScreen
            ? cluster.Backends
            :
            [
                .. cluster
                    .Backends.OrderBy(IsUsable)
                    .ThenByDescending(b => b.InUse)
                    .Take(MostOnScreen),
            ];

    private static Table Listeners(ListenerView[] listeners)
    {
        Table table = Cells.NewTable("LISTENER", "ADDRESS", "MODE", ">CONNECTIONS");
        foreach (ListenerView listener in listeners)
        {
            table.AddRow(
                Cells.Of(listener.Name),
                Cells.Of(listener.Address),
                Cells.Of(listener.Mode),
                Cells.Of(listener.Connections)
            );
        }

        return table;
    }

    private static Table Clusters(ClusterView[] clusters)
    {
        Table table = Cells.NewTable("CLUSTER", "ALGORITHM", ">USABLE", ">IN USE", ">IDLE");
        foreach (ClusterView cluster in clusters)
        {
            int usable = cluster.Backends.Count(IsUsable);
            Color color =
                usable == cluster.Backends.Length ? Color.Green
                : usable == 0 ? Color.Red
                : Color.Yellow;
            table.AddRow(
                Cells.Of(cluster.Name),
                Cells.Of(cluster.Algorithm),
                Cells.Of(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{usable}/{cluster.Backends.Length}"
                    ),
                    color
                ),
                Cells.Of(cluster.Backends.Sum(b => b.InUse)),
                Cells.Of(cluster.Backends.Sum(b => b.Idle))
            );
        }

        return table;
    }

    private Table Backends(ClusterView[] clusters, BackendView[][] shown)
    {
        Table table = Cells.NewTable(
            "CLUSTER",
            "BACKEND",
            "HEALTH",
            "STATE",
            ">WEIGHT",
            ">IN USE",
            ">IDLE",
            ">CHECKED",
            "OUTCOME"
        );
        for (int i = 0; i < clusters.Length; i++)
        {
            foreach (BackendView backend in shown[i])
            {
                table.AddRow(
                    Cells.Of(clusters[i].Name),
                    Cells.Of(backend.Address),
                    Cells.Of(backend.Health, Cells.ColorOf(backend.Health)),
                    Cells.Of(backend.State, Cells.ColorOf(backend.State)),
                    Cells.Of(backend.Weight),
                    Cells.Of(backend.InUse),
                    Cells.Of(backend.Idle),
                    Cells.Of(AgeOf(backend.LastCheck)),
                    Cells.Of(backend.LastCheckOutcome ?? "-")
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
        IAnsiConsole console = Terminal.Open(output);
        foreach (IRenderable part in parts)
        {
            console.Write(part);
        }
    }
}
