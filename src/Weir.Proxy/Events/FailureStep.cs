// One step on the way to a failure.
namespace Weir.Proxy.Events;

/// <summary>What happened and when.</summary>
/// <param name="AtUs">Microseconds since the first step.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Subject">The cluster or backend that it is about; null for none.</param>
/// <param name="Error">The error code of a step that failed; null for others.</param>
/// <param name="Status">The status code that came or went; 0 for none.</param>
public readonly record struct FailureStep(
    long AtUs,
    FailureStepKind Kind,
    string? Subject,
    string? Error,
    int Status
);
