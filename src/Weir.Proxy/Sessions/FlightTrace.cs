// The steps of one request or tcp session so far, noted while it runs and read only if it fails. Noting is a few stores into memory that
// is there already. Owned by an exchange or a tcp session.
using System.Collections.Immutable;
using System.Text;
using Weir.Configuration;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;

namespace Weir.Proxy.Sessions;

/// <summary>A bounded list of steps. When it is full, newer ones take the last places, so that the beginning and the end are kept.</summary>
internal sealed class FlightTrace
{
    /// <summary>The newest steps that a full list still keeps: a failed backend, the verdict and the answer need three.</summary>
    private const int KeptAtEnd = 8;

    private readonly Step[] _steps = new Step[Limits.FlightTraceSteps];
    private readonly byte[] _request = new byte[Limits.FlightTraceRequestBytes];
    private int _noted;
    private int _methodLength;
    private int _hostLength;
    private int _pathLength;

    /// <summary>The spans that are made of the same steps; null when the request is not traced.</summary>
    public RequestTrace? Spans { get; set; }

    /// <summary>Steps that were overwritten.</summary>
    public int Omitted => int.Max(0, _noted - _steps.Length);

    public string? Method => Text(0, _methodLength);

    public string? Host => Text(_methodLength, _hostLength);

    public string? Path => Text(_methodLength + _hostLength, _pathLength);

    /// <summary>Forgets the request before.</summary>
    public void Begin(long nowUs)
    {
        _noted = _methodLength = _hostLength = _pathLength = 0;
        Spans = null;
        Note(FailureStepKind.Accepted, nowUs);
    }

    public void Note(
        FailureStepKind kind,
        long nowUs,
        string? subject = null,
        FailureCode code = FailureCode.None,
        int status = 0
    )
    {
        _steps[PlaceOf(_noted++)] = new Step(nowUs, subject, kind, code, (short)status);
        Spans?.OnStep(kind, nowUs, subject, FailureCodes.TextOrNull(code), status);
    }

    /// <summary>Keeps method, host and path, as much as there is room for; the query is left out.</summary>
    public void SetRequest(
        ReadOnlySpan<byte> method,
        ReadOnlySpan<byte> host,
        ReadOnlySpan<byte> target
    )
    {
        _methodLength = int.Min(method.Length, _request.Length);
        method[.._methodLength].CopyTo(_request);
        int end = _methodLength;
        _hostLength = int.Min(int.Min(host.Length, Limits.HostTextBytes), _request.Length - end);
        host[.._hostLength].CopyTo(_request.AsSpan(end));
        end += _hostLength;
        int query = target.IndexOf((byte)'?');
        ReadOnlySpan<byte> path = query < 0 ? target : target[..query];
        _pathLength = int.Min(path.Length, _request.Length - end);
        path[.._pathLength].CopyTo(_request.AsSpan(end));
    }

    /// <summary>All steps that are left, in order.</summary>
    public ImmutableArray<FailureStep> Build()
    {
        int kept = int.Min(_noted, _steps.Length);
        int head = _steps.Length - KeptAtEnd;
        var steps = ImmutableArray.CreateBuilder<FailureStep>(kept);
        for (int i = 0; i < kept; i++)
        {
            ref Step step = ref _steps[PlaceOf(i < head ? i : i + Omitted)];
            steps.Add(
                new FailureStep(
                    step.AtUs - _steps[0].AtUs,
                    step.Kind,
                    step.Subject,
                    FailureCodes.TextOrNull(step.Code),
                    step.Status
                )
            );
        }

        return steps.MoveToImmutable();
    }

    private int PlaceOf(int number)
    {
        int head = _steps.Length - KeptAtEnd;
        return number < head ? number : head + ((number - head) % KeptAtEnd);
    }

    private string? Text(int start, int length) =>
        length == 0 ? null : Encoding.Latin1.GetString(_request, start, length);

    private readonly record struct Step(
        long AtUs,
        string? Subject,
        FailureStepKind Kind,
        FailureCode Code,
        short Status
    );
}
