// weir status: what a running Weir is doing, once.
using System.CommandLine;
using Weir.Admin.Views;

namespace Weir.Commands;

/// <summary><c>weir status [CLUSTER] [--all] [-o json]</c></summary>
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
        var command = new WeirCommand(
            "status",
            "Show what a running Weir is doing",
            """
            On a terminal, clusters of many backends are shown by those that need a look: not usable ones first, then the busiest.

            Examples:
              weir status
              weir status api --all
              weir status -o json | jq '.clusters[].backends[] | select(.health == "unhealthy")'
            """
        )
        {
            cluster,
            all,
        };
        ResultFormat format = ResultFormat.AddTo(command);
        AdminCommand.Extend(
            command,
            (client, parsed) =>
            {
                TextWriter output = parsed.InvocationConfiguration.Output;
                if (client.Send(HttpMethod.Get, "api/v1/status") is not { } body)
                {
                    return CommandLine.Failed;
                }

                if (format.IsJson(parsed))
                {
                    output.WriteLine(body);
                    return CommandLine.Ok;
                }

                if (client.ParseOrTell(body, CommandJson.Default.StatusView) is not { } status)
                {
                    return CommandLine.Failed;
                }

                var table = new StatusTable(output)
                {
                    // A file or a pipe has room for everything.
                    ShowsAll = parsed.GetValue(all) || !Terminal.IsScreen(output),
                };
                return Print(status, parsed.GetValue(cluster), table, parsed);
            }
        );
        return command;
    }

    private static int Print(
        StatusView status,
        string? cluster,
        StatusTable table,
        ParseResult parsed
    )
    {
        if (cluster is null)
        {
            table.Print(status);
            return CommandLine.Ok;
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
            return CommandLine.Failed;
        }

        table.PrintClusters(chosen);
        return CommandLine.Ok;
    }
}
