// The answer of the doctor.
namespace Weir.Admin.Views;

/// <summary>All findings, the worst first.</summary>
public sealed record DoctorView(FindingView[] Findings);
