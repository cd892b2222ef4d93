// A step on the way to a failure as the API shows it.
using Weir.Proxy.Events;

namespace Weir.Admin.Views;

/// <summary>What happened, and when in milliseconds since the first step; <see cref="Subject"/> is the cluster or backend it is about.</summary>
public sealed record FailureStepView(
    double AtMs,
    string Event,
    string? Subject,
    string? Error,
    int? Status
)
{
    public static FailureStepView Of(FailureStep step) =>
        new(
            step.AtUs / 1000.0,
            EventText(step.Kind),
            step.Subject,
            step.Error,
            step.Status == 0 ? null : step.Status
        );

    private static string EventText(FailureStepKind kind) =>
        kind switch
        {
            FailureStepKind.Accepted => "accepted",
            FailureStepKind.Routed => "routed",
            FailureStepKind.Queued => "queued",
            FailureStepKind.Reused => "reused",
            FailureStepKind.Connecting => "connecting",
            FailureStepKind.Connected => "connected",
            FailureStepKind.Sent => "sent",
            FailureStepKind.Responded => "responded",
            FailureStepKind.BackendFailed => "backend_failed",
            FailureStepKind.Failed => "failed",
            FailureStepKind.Answered => "answered",
            FailureStepKind.Cut => "cut",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
}
