// A finding of the doctor as the API shows it.
using Weir.Proxy.Doctor;

namespace Weir.Admin.Views;

/// <summary>What hurts, where, and what helps; severity is <c>error</c>, <c>warning</c> or <c>info</c>.</summary>
public sealed record FindingView(
    string Code,
    string Severity,
    string Message,
    string Remedy,
    string Place,
    string Subject
)
{
    public static FindingView Of(DoctorFinding finding) =>
        new(
            finding.Code,
            finding.Severity switch
            {
                FindingSeverity.Error => "error",
                FindingSeverity.Warning => "warning",
                _ => "info",
            },
            finding.Message,
            finding.Remedy,
            finding.Place,
            finding.Subject
        );
}
