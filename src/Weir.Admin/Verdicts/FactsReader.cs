// Gathers the facts of a verdict from the running load balancer.
using System.Collections.Immutable;
using Weir.Admin.Traffic;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Doctor;
using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Verdicts;

/// <summary>One look. Counts are the differences of <paramref name="before"/> and <paramref name="now"/>.</summary>
internal sealed class FactsReader(
    IAdminControl control,
    MetricsSnapshot before,
    MetricsSnapshot now,
    ChangeLog changes,
    DateTimeOffset time
)
{
    private readonly ClusterSums _before = new(before);
    private readonly ClusterSums _now = new(now);

    // As old as the older look may be.
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(30);

    // The client's own doing: worth counting, not worth an alarm.
    private static readonly FailureCode[] OfClients =
    [
        FailureCode.ClientDisconnected,
        FailureCode.HttpRequestError,
        FailureCode.ClientHeaderTimeout,
        FailureCode.NoRoute,
    ];

    public VerdictFacts Read(Dictionary<BackendKey, RecentAnswers> answers)
    {
        AdminStatus status = control.Status;
        return new VerdictFacts
        {
            Now = time,
            IsDraining = status.IsDraining,
            Rejected = status.Rejected,
            LogProblems = status.LogProblems,
            Clusters = [.. control.Clusters.Select(c => OfCluster(c, answers))],
        };
    }

    private ClusterFacts OfCluster(
        ClusterState cluster,
        Dictionary<BackendKey, RecentAnswers> answers
    )
    {
        ImmutableDictionary<FailureCode, long> failures = FailuresOf(cluster.Name);
        long responses = Grown(s => s.Responses(cluster.Name));
        return new ClusterFacts
        {
            Name = cluster.Name,
            FailsOpen = cluster.Config.WhenAllUnhealthy == WhenAllUnhealthy.FailOpen,
            HasChecks = cluster.Config.HealthCheck.Type != HealthCheckType.None,
            Backends = [.. cluster.Backends.Select(b => OfBackend(b, answers))],
            // A failed request has a response too; a failed tcp session may never have had a backend.
            Attempts =
                responses > 0
                    ? responses
                    : Grown(s => s.Acquires(cluster.Name)) + failures.Values.Sum(),
            Failures = failures,
            FailingBackend = failures.IsEmpty
                ? null
                : FailingBackend(cluster.Name, failures.MaxBy(f => f.Value).Key),
        };
    }

    private BackendFacts OfBackend(
        BackendState backend,
        Dictionary<BackendKey, RecentAnswers> answers
    )
    {
        var key = new BackendKey(backend.Cluster.Name, backend.Address);
        // A reload may have brought it after the look at the counters.
        RecentAnswers recent = answers.GetValueOrDefault(key) ?? new(0, 0, null, false);
        string? outcome = backend.LastCheckOutcome is { Length: > 0 } found ? found : null;
        return new BackendFacts
        {
            Address = backend.Address,
            Health = backend.Health.Status,
            IsOnTrial = backend.Health.IsOnTrial,
            State = backend.Admin,
            Weight = backend.Weight,
            HasNeverAnswered = recent.HasNeverAnswered,
            FailuresInRow = backend.Health.Failures,
            Reason =
                backend.Health.IsOnTrial || backend.Health.Status == HealthStatus.Unhealthy
                    ? changes.ReasonOf(key) ?? outcome
                    : outcome,
            RestingSince = HeldBackend.Of(backend, time.ToUnixTimeMilliseconds()) is { } held
                ? DateTimeOffset.FromUnixTimeMilliseconds(held.Order.UnixMs)
                : null,
            IsFull = !backend.HasRoom,
            Responses = recent.Responses,
            ServerErrors = recent.ServerErrors,
            AnswerMs = recent.AnswerMs,
        };
    }

    private ImmutableDictionary<FailureCode, long> FailuresOf(string cluster) =>
        Enumerable
            .Range(1, FailureCodes.Count - 1)
            .Select(code => (FailureCode)code)
            .Except(OfClients)
            .Select(code => (Code: code, Count: Grown(s => s.Failures(cluster, code))))
            .Where(f => f.Count > 0)
            .ToImmutableDictionary(f => f.Code, f => f.Count);

    private string? FailingBackend(string cluster, FailureCode code) =>
        control
            .Failures.Read()
            .Where(f => time - f.Time < Recent)
            .Select(f => f.Record)
            .Where(r =>
                r.Backend is not null
                && string.Equals(r.Cluster, cluster, StringComparison.Ordinal)
                && string.Equals(r.Code, FailureCodes.Text(code), StringComparison.Ordinal)
            )
            .CountBy(r => r.Backend!, StringComparer.Ordinal) // asked right above
            .OrderByDescending(b => b.Value)
            .FirstOrDefault()
            .Key;

    private long Grown(Func<ClusterSums, long> read) => long.Max(0, read(_now) - read(_before));
}
