// weir status: what a running Weir is doing, once.
using System.CommandLine;
using Weir.Admin.Views;

namespace Weir.Commands;

/// <summary><c>weir status [CLUSTER] [--all] [--quiet] [-o json]</c></summary>
internal static class StatusCommand
{
    public static Command Build()
    {
        var cluster = new Argument<string?>("CLUSTER")
        {
            Description = "Show the backends of this cluster only",
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
            that was drained less than an hour ago is not wrong.

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

                bool isTold =
                    parsed.GetValue(quiet)
                    || (
                        format.IsJson(parsed)
                            ? PrintJson(body, parsed)
                            : Print(status, parsed.GetValue(cluster), parsed.GetValue(all), parsed)
                    );
                return isTold && status.Verdict.Ok ? CommandLine.Ok : CommandLine.Failed;
            }
        );
        return command;
    }

    private static bool PrintJson(string body, ParseResult parsed)
    {
        parsed.InvocationConfiguration.Output.WriteLine(body);
        return true;
    }

    // False after it was told that there is no such cluster.
    private static bool Print(StatusView status, string? cluster, bool all, ParseResult parsed)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        var table = new StatusTable(output)
        {
            // A file or a pipe has room for everything.
            ShowsAll = all || !Terminal.IsScreen(output),
        };
        if (cluster is null)
        {
            table.Print(status);
            return true;
        }

        ClusterView[] chosen =
        [
            .. status.Clusters.Where(c => string.Equals(c.Name, cluster, StringComparison.Ordinal)),
        ];
        if (chosen.Length == 0)
        {
            parsed.InvocationConfiguration.Error.WriteLine(
                $"weir: no cluster {cluster}; there are: {string.Join(", ", status.Clusters.Select(c => c.Name))}"
            );
            return false;
        }

        table.PrintClusters(chosen);
        return true;
    }
}
