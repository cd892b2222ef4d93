// What runs and what lies on disk are two things: the next restart finds the other one.

using Weir.Configuration;

namespace Weir.Proxy.Doctor.Rules.Running;

/// <summary><c>config-rejected</c></summary>
public sealed class ConfigRejectedRule() : DoctorRule("config-rejected")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        if (facts.RejectedConfig is { } rejected)
        {
            yield return OfFigure(
                FindingSeverity.Error,
                "weir_config_reloads_total",
                "file",
                (
                    rejected + "; a restart would fail",
                    "correct the file, weir check tells all that is wrong with it; the configuration from before stays in force until then"
                )
            );
        }
    }
}
