// One thing that the doctor found.
namespace Weir.Proxy.Doctor;

/// <summary>What hurts, where, and what helps.</summary>
/// <param name="Code">A short stable word; docs/doctor.md explains each.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">What is so, in one sentence without a full stop.</param>
/// <param name="Remedy">What to do about it.</param>
/// <param name="Place">File, line and column, the option, the default's key, the metric, or the setting of the system.</param>
/// <param name="Subject">Whom it concerns, such as <c>clusters.api</c>; with the code it tells findings apart.</param>
public sealed record DoctorFinding(
    string Code,
    FindingSeverity Severity,
    string Message,
    string Remedy,
    string Place,
    string Subject
);
