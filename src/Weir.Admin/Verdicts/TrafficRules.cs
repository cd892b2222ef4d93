// What traffic shows that no check does: backends that are slow or answer errors while their checks are green, and requests that fail.

using Weir.Proxy.Facts;

namespace Weir.Admin.Verdicts;

/// <summary>One cluster's last seconds.</summary>
internal static class TrafficRules
{
    /// <summary>So many errors are no accident, whatever the traffic.</summary>
    private const int LeastErrors = 3;

    /// <summary>A backend with fewer has said too little to be compared.</summary>
    private const int LeastAnswers = 3;

    /// <summary>Share of its answers from which on a backend is called out, and from which on it does more harm than good.</summary>
    private const double ErrorShare = 0.05;
    private const double MostlyErrors = 0.5;

    /// <summary>Share of failed requests above which something is wrong with the service, not with single clients.</summary>
    private const double FailureShare = 0.01;

    /// <summary>A backend is slow from so many times its peers' time on, where it makes this many milliseconds besides.</summary>
    private const double SlowRatio = 10;
    private const double SlowMs = 50;

    public static IEnumerable<Problem> Check(ClusterFacts cluster) =>
        Failing(cluster).Concat(Slow(cluster)).Concat(Failures(cluster));

    private static IEnumerable<Problem> Failing(ClusterFacts cluster)
    {
        // One that is down is told as such, and gets no more work to answer badly.
        foreach (BackendFacts backend in cluster.Backends.Where(b => !b.IsSick))
        {
            double share = backend.ServerErrors / double.Max(1, backend.Responses);
            if (backend.ServerErrors >= LeastErrors && share >= ErrorShare)
            {
                bool isOther = cluster.Backends.Any(b => b != backend && b.IsUsable);
                yield return new Problem(
                    share >= MostlyErrors ? Severity.Error : Severity.Warning,
                    $"{cluster.Name}: {backend.Address} answers 5xx to {Words.Percent(share)}",
                    $"{Words.Count(backend.ServerErrors, "answer")} of {backend.Responses} in the last seconds, while it counts as {Health(backend)}",
                    "look into its log"
                        + (
                            isOther
                                ? $"; weir drain {cluster.Name}/{backend.Address} sends its work to the others"
                                : ""
                        )
                )
                {
                    Trouble = (cluster.Name, backend.Address, "failing"),
                };
            }
        }
    }

    // The median of the others: one more slow one does not hide the first.
    private static IEnumerable<Problem> Slow(ClusterFacts cluster)
    {
        foreach (BackendFacts backend in cluster.Backends)
        {
            if (backend.Responses < LeastAnswers || backend.AnswerMs is not { } own)
            {
                continue;
            }

            double[] peers =
            [
                .. cluster
                    .Backends.Where(b =>
                        b != backend && b.Responses >= LeastAnswers && b.AnswerMs is not null
                    )
                    .Select(b => b.AnswerMs!.Value) // asked right above
                    .Order(),
            ];
            if (peers.Length == 0)
            {
                continue;
            }

            double usual = double.Max(0.001, peers[(peers.Length - 1) / 2]);
            if (own >= usual * SlowRatio && own - usual >= SlowMs)
            {
                yield return new Problem(
                    Severity.Warning,
                    $"{cluster.Name}: {backend.Address} answers {Words.Rounded(own / usual)} times slower than its peers",
                    $"half of its answers take more than {Words.Milliseconds(own)}, theirs {Words.Milliseconds(usual)}",
                    $"look at its load; weir drain {cluster.Name}/{backend.Address} sends its work to the others"
                )
                {
                    Trouble = (cluster.Name, backend.Address, "slow"),
                };
            }
        }
    }

    private static IEnumerable<Problem> Failures(ClusterFacts cluster)
    {
        long sum = cluster.Failures.Values.Sum();
        double share = sum / double.Max(1, long.Max(sum, cluster.Attempts));
        if (sum < LeastErrors || share < FailureShare)
        {
            yield break;
        }

        FailureCode most = cluster.Failures.MaxBy(f => f.Value).Key;
        (string what, string remedy) = Words.Explain(most);
        string at = cluster.FailingBackend is { } backend ? $", at {backend} most of all" : "";
        yield return new Problem(
            share > MostlyErrors ? Severity.Error : Severity.Warning,
            $"{cluster.Name}: {Words.Percent(share)} of requests fail",
            $"mostly {FailureCodes.Text(most)} ({what}){at}",
            remedy
        );
    }

    private static string Health(BackendFacts backend) =>
        backend.Health switch
        {
            Proxy.Backends.HealthStatus.Healthy => "healthy",
            Proxy.Backends.HealthStatus.Unhealthy => "unhealthy",
            _ => "not checked yet",
        };
}
