// What may follow drain, ready and maint: the backends of the Weir that is running, asked of its admin API.
using System.CommandLine;
using System.CommandLine.Completions;
using Weir.Commands.Instance;

namespace Weir.Commands.Completion;

/// <summary>Completes <c>CLUSTER/BACKEND</c>. A shell waits for it, so it gives up soon and says nothing of what goes wrong.</summary>
internal static class BackendNames
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void Complete(Argument<string> argument, AdminCommand admin) =>
        argument.CompletionSources.Add(context => Find(context, admin));

    private static IEnumerable<CompletionItem> Find(CompletionContext context, AdminCommand admin)
    {
        if (admin.Target(context.ParseResult, TextWriter.Null) is not { } target)
        {
            return [];
        }

        using var client = new AdminClient(target, TextWriter.Null, Patience);
        return client.Send(HttpMethod.Get, "api/v1/clusters") is { } body
            ? [.. NamesIn(body).Select(name => new CompletionItem(name))]
            : [];
    }

    private static IEnumerable<string> NamesIn(string body) =>
        from cluster in AdminClient.Parse(body, CommandJson.Default.ClusterViewArray) ?? []
        from backend in cluster.Backends
        select $"{cluster.Name}/{backend.Address}";
}
