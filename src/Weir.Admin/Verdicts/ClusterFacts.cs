// A cluster as the rules see it.
using System.Collections.Immutable;
using Weir.Proxy.Facts;

namespace Weir.Admin.Verdicts;

/// <summary>One cluster. Counts are of the last seconds.</summary>
public sealed record ClusterFacts
{
    public required string Name { get; init; }

    /// <summary>Whether work goes to unhealthy backends when there are no others.</summary>
    public bool FailsOpen { get; init; }

    /// <summary>Whether checks find out who is back; else clients do.</summary>
    public bool HasChecks { get; init; } = true;

    /// <summary>In the order of the config.</summary>
    public ImmutableArray<BackendFacts> Backends { get; init; } = [];

    /// <summary>Requests and tcp sessions that came to an end, well or not, or began.</summary>
    public long Attempts { get; init; }

    /// <summary>By code, those that failed for no fault of the client.</summary>
    public ImmutableDictionary<FailureCode, long> Failures { get; init; } =
        ImmutableDictionary<FailureCode, long>.Empty;

    /// <summary>The backend that most of the recorded failures of the most frequent code met last; null where none is known.</summary>
    public string? FailingBackend { get; init; }
}
