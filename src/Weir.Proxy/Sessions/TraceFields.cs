// The trace fields of a request (W3C Trace Context): what its caller says, whether it is traced, and what its backend is told.
// A worker owns one as scratch; its text is valid until the next request.
using System.Text;
using Weir.Protocol.Http1;
using Weir.Proxy.Events;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Sessions;

/// <summary>Reads traceparent and tracestate, and makes the traceparent that goes on.</summary>
internal sealed class TraceFields
{
    private readonly byte[] _text = new byte[TraceParent.TextBytes];
    private bool _hasText;

    /// <summary>The traceparent that takes the place of the caller's; empty when the caller's fields pass on as they are.</summary>
    public ReadOnlySpan<byte> Text => _hasText ? _text : [];

    /// <summary>The caller's tracestate belongs to the trace that goes on.</summary>
    public bool KeepsState { get; private set; }

    /// <summary>
    /// The caller decides whether its trace is recorded; of requests without a valid traceparent <paramref name="sampler"/> takes its
    /// share, and the others tell the backend not to record. Null when the request is not traced; then nothing is allocated.
    /// </summary>
    public RequestTrace? Read(
        TraceSampler? sampler,
        ReadOnlySpan<byte> source,
        RequestHead head,
        Rng rng
    )
    {
        _hasText = false;
        if (sampler is null)
        {
            return null;
        }

        bool continues = TryFind(source, head, out TraceParent caller);
        if (continues && !caller.IsSampled)
        {
            return null;
        }

        KeepsState = continues;
        if (!continues)
        {
            var id = new UInt128(rng.Next(), rng.Next());
            byte flags = sampler.Takes(id) ? TraceParent.SampledFlag : (byte)0;
            caller = new TraceParent(id, 0, flags);
        }

        // The parent id is that of a try: it is put in before the head is sent. One that is not recorded still needs some.
        _hasText = true;
        (caller.IsSampled ? caller : caller with { ParentId = rng.Next() }).Write(_text);
        return caller.IsSampled
            ? new RequestTrace(caller.TraceId, caller.ParentId, caller.Flags, rng.Next())
            {
                State = continues ? State(source, head) : null,
                Host = Encoding.Latin1.GetString(head.Host(source)),
            }
            : null;
    }

    // More than one traceparent is as good as none (§3.2.1 knows one).
    private static bool TryFind(ReadOnlySpan<byte> source, RequestHead head, out TraceParent caller)
    {
        caller = default;
        if (!head.Fields.Contains(FieldName.TraceParent))
        {
            return false;
        }

        int count = 0;
        bool isValid = false;
        foreach (ref readonly FieldRange field in head.Fields.AsSpan())
        {
            if (field.Known == FieldName.TraceParent)
            {
                count++;
                isValid = TraceParent.TryParse(field.Value(source), out caller);
            }
        }

        return isValid && count == 1;
    }

    // Several lines are one list (§3.3.1).
    private static string? State(ReadOnlySpan<byte> source, RequestHead head)
    {
        string? state = null;
        foreach (ref readonly FieldRange field in head.Fields.AsSpan())
        {
            if (field.Known == FieldName.TraceState)
            {
                string part = Encoding.Latin1.GetString(field.Value(source));
                state = state is null ? part : $"{state},{part}";
            }
        }

        return state;
    }
}
