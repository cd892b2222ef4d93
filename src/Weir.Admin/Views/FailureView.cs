// A recorded failure as the API shows it.
using Weir.Admin.Failures;
using Weir.Proxy.Events;

namespace Weir.Admin.Views;

/// <summary>One failed request or tcp session; what it never came to is null. Times are in RFC 3339 and in milliseconds.</summary>
public sealed record FailureView
{
    /// <summary>Counts up over all failures recorded.</summary>
    public required long Number { get; init; }

    /// <summary>When it ended.</summary>
    public required string Timestamp { get; init; }

    public required string Error { get; init; }

    public required string Detail { get; init; }

    /// <summary>What the client got: an http status, 499 when it had left; null in tcp mode and where it was reset before any response.</summary>
    public required int? Status { get; init; }

    public required string Listener { get; init; }

    public required string? Route { get; init; }

    public required string? Cluster { get; init; }

    public required string? Backend { get; init; }

    public required string Client { get; init; }

    public required string? Method { get; init; }

    public required string? Host { get; init; }

    public required string? Path { get; init; }

    public required string? RequestId { get; init; }

    /// <summary>As in the log; 0 for a client that was turned away before it had one.</summary>
    public required long ConnectionId { get; init; }

    public required int Attempts { get; init; }

    public required double DurationMs { get; init; }

    public required FailureStepView[] Steps { get; init; }

    /// <summary>Steps left out between the first and the last ones.</summary>
    public required int OmittedSteps { get; init; }

    /// <summary>Failures with the same code since the one before that were counted but not recorded.</summary>
    public required long Unrecorded { get; init; }

    public static FailureView Of(RecordedFailure failure)
    {
        FailureRecord record = failure.Record;
        return new FailureView
        {
            Number = failure.Number,
            Timestamp = BackendView.Rfc3339(failure.Time),
            Error = record.Code,
            Detail = record.Detail,
            Status = record.Status == 0 ? null : record.Status,
            Listener = record.Listener,
            Route = record.Route,
            Cluster = record.Cluster,
            Backend = record.Backend,
            Client = record.Client.ToString(),
            Method = record.Method,
            Host = record.Host,
            Path = record.Path,
            RequestId = record.RequestId,
            ConnectionId = record.ConnectionId,
            Attempts = record.Attempts,
            DurationMs = record.DurationUs / 1000.0,
            Steps = [.. record.Steps.Select(FailureStepView.Of)],
            OmittedSteps = record.OmittedSteps,
            Unrecorded = record.Unrecorded,
        };
    }
}
