// The spans of one sampled request: one for the request, one for each try on a backend. Allocated for the request, filled by its worker
// from the steps that the flight recorder notes, then given away to whoever exports it.
using Weir.Protocol.Http;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Events;

/// <summary>A trace in the making. Plain state of one thread at a time.</summary>
/// <param name="traceId">The caller's, or a new one.</param>
/// <param name="parentId">The caller's span; 0 for none.</param>
/// <param name="flags">As the backend is told.</param>
/// <param name="seed">Random: the ids of the spans come from it.</param>
public sealed class RequestTrace(UInt128 traceId, ulong parentId, byte flags, ulong seed)
{
    private readonly Rng _ids = new(seed);
    private readonly List<AttemptSpan> _attempts = new(1);
    private AttemptSpan? _current;

    public UInt128 TraceId { get; } = traceId;

    public ulong ParentId { get; } = parentId;

    public byte Flags { get; } = flags;

    /// <summary>The span of the request as a whole.</summary>
    public ulong SpanId { get; } = Rng.Mix(seed); // like every id of the generator never 0, which would mean none

    /// <summary>The caller's tracestate; null for none.</summary>
    public string? State { get; init; }

    /// <summary>The authority that was asked for; empty for none.</summary>
    public string Host { get; init; } = "";

    /// <summary>When the response was done, on the worker's clock.</summary>
    public long EndUs { get; private set; }

    /// <summary>In the order in which they were begun.</summary>
    public IReadOnlyList<AttemptSpan> Attempts => _attempts;

    /// <summary>What the backend of the present try is told. A connection that stays with its client begins a try only here.</summary>
    public TraceParent Outgoing(string backend, long nowUs)
    {
        _current ??= Begin(backend, nowUs);
        return new TraceParent(TraceId, _current.Id, Flags);
    }

    /// <summary>A step that was noted for the flight recorder.</summary>
    public void OnStep(FailureStepKind kind, long nowUs, string? subject, string? error, int status)
    {
        switch (kind)
        {
            case FailureStepKind.Reused or FailureStepKind.Connecting:
                _current = Begin(subject ?? "", nowUs);
                break;
            case FailureStepKind.Responded when _current is not null:
                _current.Status = status;
                break;
            case FailureStepKind.BackendFailed or FailureStepKind.Failed:
                EndAttempt(nowUs, error);
                break;
        }
    }

    /// <summary>The present try is over, if there is one.</summary>
    public void EndAttempt(long nowUs, string? error)
    {
        if (_current is { } attempt)
        {
            attempt.EndUs = nowUs;
            attempt.Error = error;
            _current = null;
        }
    }

    /// <summary>The request is over; nothing changes any more.</summary>
    public void End(long nowUs, string? error)
    {
        EndAttempt(nowUs, error);
        EndUs = nowUs;
    }

    private AttemptSpan Begin(string backend, long nowUs)
    {
        var attempt = new AttemptSpan(_ids.Next(), backend, nowUs);
        _attempts.Add(attempt);
        return attempt;
    }
}
