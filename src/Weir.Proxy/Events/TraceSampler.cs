// Which requests are traced when their caller has not decided.

namespace Weir.Proxy.Events;

/// <summary>
/// Decides by the trace id alone, as OpenTelemetry's consistent probability sampling does: whoever sees the same id and the same share
/// comes to the same verdict. Its last 56 bits are random (W3C Trace Context level 2, §3.2.2.3).
/// </summary>
/// <param name="share">Above 0, up to 1.</param>
public sealed class TraceSampler(double share)
{
    private const ulong Range = 1UL << 56;

    private readonly ulong _threshold = (ulong)((1 - share) * Range);

    public bool Takes(UInt128 traceId) => ((ulong)traceId & (Range - 1)) >= _threshold;
}
