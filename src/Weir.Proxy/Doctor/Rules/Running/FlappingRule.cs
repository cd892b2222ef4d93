// A backend that comes and goes costs requests each time.
using Weir.Configuration;
using Weir.Proxy.Metrics;

namespace Weir.Proxy.Doctor.Rules.Running;

/// <summary><c>backend-flapping</c></summary>
public sealed class FlappingRule() : DoctorRule("backend-flapping")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        foreach ((BackendMetrics before, BackendMetrics now) in facts.Live?.Backends() ?? [])
        {
            long falls = now.TurnedUnhealthy - before.TurnedUnhealthy;
            if (falls >= MostFalls)
            {
                yield return OfFigure(
                    FindingSeverity.Warning,
                    "weir_health_transitions_total",
                    $"clusters.{now.Cluster}.{now.Address}",
                    (
                        Text(
                            $"backend {now.Address} of cluster {now.Cluster} turned unhealthy {falls} times in {facts.Live!.WindowSeconds:0} s"
                        ),
                        "look at its log for what overloads it; raise successThreshold so that it must be well for longer before it gets traffic"
                    )
                );
            }
        }
    }

    /// <summary>Once may be a deployment, twice a slow one.</summary>
    private const int MostFalls = 3;
}
