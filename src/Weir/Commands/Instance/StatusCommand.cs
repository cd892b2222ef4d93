// weir status: what a running Weir is doing, once.
using System.CommandLine;
using Weir.Admin.Views;
using Weir.Admin.Views.Live;

namespace Weir.Commands.Instance;

/// <summary><c>weir status [CLUSTER] [--all] [--quiet] [-o json]</c></summary>
internal static class StatusCommand
{
    public static Command Build()
    {
        var cluster = new Argument<string?>("CLUSTER")
        {
            Description = "Show this cluster only, and end with how it is",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var all = new Option<bool>("--all", "-a")
        {
            Description = "On a terminal too, show every backend of large clusters",
        };
        var quiet = new Option<bool>("--quiet", "-q")
        {
            Description = "Print nothing: the exit code tells whether something is wrong",
        };
        var command = new WeirCommand(
            "status",
            "Show how a running Weir is and what it is doing",
            """
            What is wrong comes first, with what to do about it. The exit code is 1 when something is, or when nobody answers; a backend
            that was drained less than an hour ago is not wrong. With CLUSTER, head and exit code are about that cluster alone; JSON is
            whole all the same.

            On a terminal, clusters of many backends are shown by those that need a look: not usable ones first, then the busiest.

            Examples:
              weir status
              weir status api --all
              weir status --quiet || echo "look at it"
              weir status -o json | jq '.clusters[].backends[] | select(.health == "unhealthy")'
            """
        )
        {
            cluster,
            all,
            quiet,
        };
        ResultFormat format = ResultFormat.AddTo(command);
        AdminCommand.Extend(
            command,
            (client, parsed) =>
            {
                if (
                    client.Send(HttpMethod.Get, "api/v1/status") is not { } body
                    || client.ParseOrTell(body, CommandJson.Default.StatusView) is not { } status
                )
                {
                    return CommandLine.Failed;
                }

                return Tell(
                    parsed,
                    status,
                    parsed.GetValue(cluster),
                    parsed.GetValue(quiet) ? null
                        : format.IsJson(parsed)
                            ? (_, _) => parsed.InvocationConfiguration.Output.WriteLine(body)
                        : (chosen, verdict) =>
                            Print(status, chosen, verdict, parsed.GetValue(all), parsed)
                );
            }
        );
        return command;
    }

    // With a cluster, all is about that one alone.
    private static int Tell(
        ParseResult parsed,
        StatusView status,
        string? name,
        Action<ClusterView?, VerdictView>? print
    )
    {
        ClusterView? chosen = null;
        VerdictView verdict = status.Verdict;
        if (name is not null)
        {
            chosen = Array.Find(status.Clusters, c => IsCalled(c.Name, name));
            if (chosen is null)
            {
                parsed.InvocationConfiguration.Error.WriteLine(
                    $"weir: no cluster {name}; there are: {string.Join(", ", status.Clusters.Select(c => c.Name))}"
                );
                return CommandLine.Failed;
            }

            VerdictProblemView[] own = [.. verdict.Problems.Where(p => IsCalled(p.Cluster, name))];
            verdict = new VerdictView(!own.Any(VerdictText.IsWrong), own);
        }

        print?.Invoke(chosen, verdict);
        return verdict.Ok ? CommandLine.Ok : CommandLine.Failed;
    }

    private static void Print(
        StatusView status,
        ClusterView? chosen,
        VerdictView verdict,
        bool all,
        ParseResult parsed
    )
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        var table = new StatusTable(output)
        {
            // A file or a pipe has room for everything.
            ShowsAll = all || !Terminal.IsScreen(output),
        };
        if (chosen is null)
        {
            table.Print(status);
        }
        else
        {
            table.PrintCluster(chosen, verdict);
        }
    }

    private static bool IsCalled(string? name, string wanted) =>
        string.Equals(name, wanted, StringComparison.Ordinal);
}
