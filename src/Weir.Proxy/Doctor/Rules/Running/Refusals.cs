// What was turned away lately at a limit.

using Weir.Proxy.Facts;
using Weir.Proxy.Metrics;

namespace Weir.Proxy.Doctor.Rules.Running;

internal static class Refusals
{
    /// <summary>Requests and tcp clients of a cluster that found every backend at its limit and the queue full or too slow.</summary>
    public static long Of(DoctorFacts facts, string cluster) =>
        facts.Live is { } live ? Count(live.Now, cluster) - Count(live.Before, cluster) : 0;

    private static long Count(MetricsSnapshot metrics, string cluster) =>
        metrics
            .Clusters.Where(c => string.Equals(c.Name, cluster, StringComparison.Ordinal))
            .Sum(c => c.Failures[(int)FailureCode.ConnectionLimitReached]);
}
