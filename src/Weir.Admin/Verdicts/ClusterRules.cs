// Which backends are in service, and who keeps the others out of it.
using System.Collections.Immutable;
using Weir.Configuration;
using Weir.Proxy.Backends;

namespace Weir.Admin.Verdicts;

/// <summary>Health, operators' wishes and limits of one cluster.</summary>
internal static class ClusterRules
{
    /// <summary>From then on nobody remembers a drain.</summary>
    public static readonly TimeSpan ForgottenAfter = TimeSpan.FromMilliseconds(
        Limits.ForgottenDrainMs
    );

    private const string Never = "never answered";

    /// <summary>Backends of a cluster that are told one by one.</summary>
    private const int MostListed = 4;

    public static IEnumerable<Problem> Check(ClusterFacts cluster, DateTimeOffset now) =>
        NobodyLeft(cluster)
            .Concat(Sick(cluster))
            .Concat(NeverAnswered(cluster))
            .Concat(Full(cluster))
            .Concat(Resting(cluster, now));

    private static IEnumerable<Problem> NobodyLeft(ClusterFacts cluster)
    {
        ImmutableArray<BackendFacts> all = cluster.Backends;
        if (all.Any(b => b.IsUsable))
        {
            yield break;
        }

        string remedy = all.Any(b => b.IsResting)
            ? "make one ready again, or start one that is down"
            : "start one of its backends: "
                + (
                    cluster.HasChecks
                        ? "checks notice by themselves"
                        : "without checks, clients find out, one connect each backendCheckInterval"
                );
        yield return cluster.FailsOpen
            ? new Problem(
                Severity.Warning,
                $"{cluster.Name}: all backends are out of service, and get its work all the same",
                "whenAllUnhealthy is failOpen",
                remedy
            )
            : new Problem(
                Severity.Error,
                $"{cluster.Name}: no usable backend",
                all.Any(b => b.IsOnTrial)
                    ? "clients meet backends on trial, or get 503 or a reset (destination_unavailable)"
                    : "http clients get 503, others a reset (destination_unavailable)",
                remedy
            );
    }

    private static IEnumerable<Problem> Sick(ClusterFacts cluster)
    {
        BackendFacts[] sick = [.. cluster.Backends.Where(b => b.IsSick)];
        if (sick.Length > MostListed)
        {
            string[] reasons = [.. sick.Select(b => b.Reason ?? "no check yet")];
            string common = reasons.CountBy(r => r, StringComparer.Ordinal).MaxBy(r => r.Value).Key;
            int alike = reasons.Count(r => string.Equals(r, common, StringComparison.Ordinal));
            yield return new Problem(
                Severity.Warning,
                $"{cluster.Name}: {sick.Length} of {Words.Count(cluster.Backends.Length, "backend")} are unhealthy",
                alike == sick.Length
                    ? "all alike: " + common
                    : $"most often: {common} ({alike} of {sick.Length})",
                "weir status shows each with what its last check found"
            );
            yield break;
        }

        foreach (BackendFacts backend in sick)
        {
            yield return new Problem(
                Severity.Warning,
                $"{cluster.Name}: {backend.Address} is {(backend.IsOnTrial ? "on trial: it has not answered since it failed" : "down")}",
                Prefix(backend)
                    + (backend.Reason ?? "no check yet")
                    + $"; {Words.Count(backend.FailuresInRow, "failure")} in a row",
                Words.RemedyFor(backend.Reason, backend.Address)
            );
        }
    }

    // Usable until its threshold, and yet nobody has ever heard of it.
    private static IEnumerable<Problem> NeverAnswered(ClusterFacts cluster) =>
        cluster
            .Backends.Where(b =>
                b is { IsUsable: true, HasNeverAnswered: true, FailuresInRow: > 0 }
            )
            .Take(MostListed)
            .Select(b => new Problem(
                Severity.Warning,
                $"{cluster.Name}: {b.Address} has never answered",
                $"{b.Reason ?? "no check yet"}; {Words.Count(b.FailuresInRow, "failure")} in a row",
                Words.RemedyFor(b.Reason, b.Address)
            ));

    private static IEnumerable<Problem> Full(ClusterFacts cluster)
    {
        BackendFacts[] usable = [.. cluster.Backends.Where(b => b.IsUsable)];
        if (usable.Length > 0 && usable.All(b => b.IsFull))
        {
            yield return new Problem(
                Severity.Warning,
                $"{cluster.Name}: every backend is at its connection limit",
                "new requests wait in the queue",
                "add backends, or raise maxConnections, maxQueue or queueTimeout"
            );
        }
    }

    private static IEnumerable<Problem> Resting(ClusterFacts cluster, DateTimeOffset now)
    {
        foreach (BackendFacts backend in cluster.Backends)
        {
            if (backend.RestingSince is { } since && now - since >= ForgottenAfter)
            {
                yield return new Problem(
                    Severity.Warning,
                    $"{cluster.Name}: {backend.Address} has been {State(backend)} for {Words.Age(now - since)}",
                    "somebody took it out of service and did not bring it back",
                    $"if the work is done: weir ready {cluster.Name}/{backend.Address}"
                );
            }
        }

        BackendFacts[] fresh =
        [
            .. cluster.Backends.Where(b =>
                b.IsResting && !(b.RestingSince is { } since && now - since >= ForgottenAfter)
            ),
        ];
        if (fresh.Length > 0)
        {
            yield return new Problem(
                Severity.Info,
                $"{cluster.Name}: {Words.Count(fresh.Length, "backend")} out of service by choice",
                string.Join(", ", fresh.Take(MostListed).Select(b => $"{b.Address} ({State(b)})"))
                    + (fresh.Length > MostListed ? ", …" : ""),
                ""
            );
        }
    }

    // A reason may say so itself.
    private static string Prefix(BackendFacts backend) =>
        backend.HasNeverAnswered
        && backend.Reason?.StartsWith(Never, StringComparison.Ordinal) is not true
            ? Never + ": "
            : "";

    private static string State(BackendFacts backend) =>
        backend.State switch
        {
            AdminState.Maint => "in maintenance",
            AdminState.Drain => "drained",
            _ => "at weight 0",
        };
}
