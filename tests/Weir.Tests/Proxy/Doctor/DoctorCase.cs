// One rule with a configuration on which it fires.
using Weir.Proxy.Doctor;

namespace Weir.Tests.Proxy.Doctor;

/// <param name="Code">Of the rule.</param>
/// <param name="Hurts">A valid configuration on which it fires once.</param>
/// <param name="Fine">The same mended; null where only the facts decide.</param>
/// <param name="Place">Where the finding is.</param>
/// <param name="Subject">Whom it concerns.</param>
/// <param name="Says">Part of the message.</param>
internal sealed record DoctorCase(
    string Code,
    string Hurts,
    string? Fine,
    string Place,
    string Subject,
    string Says
)
{
    public DoctorFacts Facts { get; init; } = new();
}
