// An explanation as text for people.
using System.Globalization;
using Spectre.Console;
using Weir.Proxy.Explain;

namespace Weir.Commands.Explain;

/// <summary>From the top of the way of a request to its end.</summary>
internal sealed class ExplainText(ExplainView view, TextWriter output)
{
    /// <summary>Backends of a large cluster that are shown in full; the rest is counted by reason.</summary>
    private const int MostBackends = 20;

    private Explanation Decided => view.Decided;

    public void Print()
    {
        output.WriteLine($"source    {view.Source}");
        output.WriteLine($"listener  {Decided.Listener} ({view.ListenerReason})");
        foreach (RouteVerdict route in Decided.Routes)
        {
            output.WriteLine("route     " + Describe(route));
        }

        if (Decided.Cluster is not null)
        {
            output.WriteLine($"cluster   {Decided.Cluster}, {Decided.Decision}");
            PrintBackends();
        }

        PrintEnd();
        PrintSettings();
        if (Decided.SentHead is { } head)
        {
            output.WriteLine("the backend gets");
            foreach (string line in head.TrimEnd().Split("\r\n"))
            {
                output.WriteLine("          " + line);
            }
        }
    }

    private static string Describe(RouteVerdict route)
    {
        string name =
            route.Index < 0
                ? route.Name
                : string.Create(CultureInfo.InvariantCulture, $"{route.Index} {route.Name}");
        return route.Outcome switch
        {
            "matched" => $"{name} -> {route.Cluster}: matches",
            "passed" => $"{name} -> {route.Cluster}: passed over, {route.Reason}",
            _ => $"{name} -> {route.Cluster}: not reached",
        };
    }

    private void PrintBackends()
    {
        BackendVerdict[] shown =
            Decided.Backends.Length <= MostBackends
                ? Decided.Backends
                : [.. Decided.Backends.OrderBy(b => b.IsEligible).Take(MostBackends)];
        foreach (BackendVerdict backend in shown)
        {
            string word = backend.IsEligible ? "eligible" : "excluded";
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"backend   {backend.Address} {word}: {backend.Reason} (weight {backend.Weight}, {backend.InUse} in use)"
                )
            );
        }

        int left = Decided.Backends.Length - shown.Length;
        if (left > 0)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"          and {left} more, {Decided.Backends.Count(b => b.IsEligible)} of {Decided.Backends.Length} eligible in all (-o json lists them)"
                )
            );
        }
    }

    private void PrintEnd()
    {
        if (Decided.ErrorCode is { } code)
        {
            string client = Decided.ErrorStatus is { } status
                ? status.ToString(CultureInfo.InvariantCulture)
                : "a reset";
            output.WriteLine($"the client gets {client}, {code}: {Decided.ErrorDetail}");
            return;
        }

        output.WriteLine("goes to   " + (Decided.Choice ?? "one of the eligible"));
        if (Decided.SentHead is not null)
        {
            output.WriteLine(
                Decided.IsRepeatable
                    ? "retries   the method is idempotent: it may be sent again before a response byte came"
                    : "retries   the method is not idempotent: once bytes went out it is not sent again"
            );
        }
    }

    private void PrintSettings()
    {
        Table table = Cells.NewTable("SETTING", "VALUE", "FROM");
        foreach (SettingView setting in view.Settings)
        {
            table.AddRow(Cells.Of(setting.Key), Cells.Of(setting.Value), Cells.Of(setting.Origin));
        }

        Terminal.Open(output).Write(table);
    }
}
