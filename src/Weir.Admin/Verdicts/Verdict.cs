// How a running load balancer is, judged by facts alone.
using System.Collections.Immutable;

namespace Weir.Admin.Verdicts;

/// <summary>All problems, the worst first.</summary>
public sealed record Verdict(ImmutableArray<Problem> Problems)
{
    /// <summary>Whether nobody needs to look: what was meant so does not count.</summary>
    public bool IsOk => Problems.All(p => p.Severity == Severity.Info);

    /// <summary>Asks every rule. Pure: the same facts give the same verdict.</summary>
    public static Verdict Of(VerdictFacts facts) =>
        new([
            .. ProcessRules
                .Check(facts)
                .Concat(
                    facts.Clusters.SelectMany(cluster =>
                        ClusterRules
                            .Check(cluster, facts.Now)
                            .Concat(TrafficRules.Check(cluster))
                            .Select(p => p with { Cluster = cluster.Name })
                    )
                )
                .OrderBy(p => p.Severity),
        ]);
}
