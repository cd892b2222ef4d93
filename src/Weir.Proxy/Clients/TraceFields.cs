// The trace fields of a request (W3C Trace Context): what its caller says, and whether it is traced.
using System.Text;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Proxy.Events;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Clients;

/// <summary>Reads traceparent and tracestate.</summary>
internal static class TraceFields
{
    /// <summary>
    /// The caller decides whether its trace is recorded; of requests without a valid traceparent <paramref name="sampler"/> takes its
    /// share, and the others tell the backend not to record. Nothing is allocated for a request that is not recorded.
    /// </summary>
    public static TraceChoice Read(
        TraceSampler sampler,
        ReadOnlySpan<byte> source,
        RequestHead head,
        Rng rng
    )
    {
        bool continues = TryFind(source, head, out TraceParent caller);
        if (!continues)
        {
            var id = new UInt128(rng.Next(), rng.Next());
            byte flags = sampler.Takes(id) ? TraceParent.SampledFlag : (byte)0;
            caller = new TraceParent(id, 0, flags);
        }

        if (!caller.IsSampled)
        {
            // One that is not recorded still needs a parent.
            return continues
                ? default
                : new TraceChoice(null, caller with { ParentId = rng.Next() }, KeepsState: false);
        }

        var spans = new RequestTrace(caller.TraceId, caller.ParentId, caller.Flags, rng.Next())
        {
            State = continues ? State(source, head) : null,
            Host = Encoding.Latin1.GetString(head.Host(source)),
        };
        return new TraceChoice(spans, caller, continues);
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
