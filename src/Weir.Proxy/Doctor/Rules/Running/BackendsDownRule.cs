// Backends that checks or traffic have found dead.

using Weir.Configuration;

namespace Weir.Proxy.Doctor.Rules.Running;

/// <summary><c>backends-down</c></summary>
public sealed class BackendsDownRule() : DoctorRule("backends-down")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        foreach (
            var cluster in (facts.Live?.Now.Backends ?? []).GroupBy(
                b => b.Cluster,
                StringComparer.Ordinal
            )
        )
        {
            string[] down = [.. cluster.Where(b => !b.IsHealthy).Select(b => b.Address)];
            if (down.Length == 0)
            {
                continue;
            }

            bool isAll = down.Length == cluster.Count();
            yield return OfFigure(
                isAll ? FindingSeverity.Error : FindingSeverity.Warning,
                "backend_health_status",
                "clusters." + cluster.Key,
                (
                    Text(
                        $"{down.Length} of {cluster.Count()} backends of cluster {cluster.Key} are unhealthy: {Names.Some(down)}"
                    ),
                    "weir status shows what the last check of each found"
                )
            );
        }
    }
}
