// Backends that somebody took out of service and did not put back.

using Weir.Configuration;

namespace Weir.Proxy.Doctor.Rules.Running;

/// <summary><c>forgotten-drain</c></summary>
public sealed class ForgottenDrainRule() : DoctorRule("forgotten-drain")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts) =>
        facts.Held.Where(h => h.HeldMs > Limits.ForgottenDrainMs).Select(Finding);

    private DoctorFinding Finding(HeldBackend held)
    {
        string name = $"{held.Cluster}/{held.Address}";
        string why = held.Order.Reason.Length > 0 ? held.Order.Reason : "no reason given";
        return OfFigure(
            FindingSeverity.Warning,
            "operator",
            "backends." + name,
            (
                Text(
                    $"{name} gets no work ({held.How}) since {held.Order.Timestamp}, {held.HeldMs / 3_600_000} h ago, by {held.Order.Who}: {why}"
                ),
                held.How is "weight 0"
                    ? $"weir weight {name} 1 gives it work again; take it out of the configuration if it is gone for good"
                    : $"weir ready {name} gives it work again; take it out of the configuration if it is gone for good"
            )
        );
    }
}
