// A traced request that has ended, on its way from its worker to the exporter.
using Weir.Proxy.Events;

namespace Weir.Telemetry;

/// <summary>All that its spans tell. Nobody changes it any more.</summary>
/// <param name="Record">With texts of its own.</param>
/// <param name="Trace">Its ids and its tries.</param>
/// <param name="EndUtc">The moment that <see cref="RequestTrace.EndUs"/> is on the worker's clock.</param>
internal sealed record TracedRequest(AccessRecord Record, RequestTrace Trace, DateTimeOffset EndUtc)
{
    /// <summary>Copies the texts, which are the session's.</summary>
    public static TracedRequest Of(in AccessRecord record, RequestTrace trace, DateTimeOffset now)
    {
        var texts = new RequestTexts();
        texts.CopyFrom(record.Texts);
        return new TracedRequest(record with { Texts = texts }, trace, now);
    }
}
