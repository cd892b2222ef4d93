// The figures of one cluster between two moments.

using Weir.Proxy.Facts;

namespace Weir.Admin.Traffic;

/// <summary>Per second. Counts of a cluster that has left and come back start again: nothing is below zero.</summary>
/// <param name="Requests">Final http responses.</param>
/// <param name="Classes">Http responses by class, 1xx to 5xx.</param>
/// <param name="Failures">By error code; codes without any are left out.</param>
internal sealed record ClusterRates(
    double Requests,
    double[] Classes,
    Dictionary<string, double> Failures
)
{
    public bool IsZero => Requests == 0 && Failures.Count == 0;

    public static ClusterRates Between(
        ClusterSums older,
        ClusterSums newer,
        string cluster,
        double seconds
    )
    {
        double PerSecond(Func<ClusterSums, long> read) =>
            double.Round(long.Max(0, read(newer) - read(older)) / seconds, 3);

        double[] classes = new double[5];
        for (int i = 0; i < classes.Length; i++)
        {
            classes[i] = PerSecond(s => s.Responses(cluster, i));
        }

        var failures = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int code = 1; code < FailureCodes.Count; code++)
        {
            var failure = (FailureCode)code;
            if (PerSecond(s => s.Failures(cluster, failure)) is > 0 and var rate)
            {
                failures[FailureCodes.Text(failure)] = rate;
            }
        }

        return new ClusterRates(PerSecond(s => s.Responses(cluster)), classes, failures);
    }
}
