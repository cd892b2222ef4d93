// What the rules look at.
using System.Collections.Immutable;

namespace Weir.Admin.Verdicts;

/// <summary>The running load balancer at one moment; what is counted is of the last seconds before it.</summary>
public sealed record VerdictFacts
{
    public required DateTimeOffset Now { get; init; }

    public bool IsDraining { get; init; }

    /// <summary>Null where the file is in force.</summary>
    public RejectedConfig? Rejected { get; init; }

    /// <summary>What is wrong with the places of logs, in words; empty where all lines arrive.</summary>
    public ImmutableArray<string> LogProblems { get; init; } = [];

    /// <summary>In the order of the config.</summary>
    public ImmutableArray<ClusterFacts> Clusters { get; init; } = [];
}
