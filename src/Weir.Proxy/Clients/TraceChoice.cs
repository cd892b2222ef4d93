// Whether a request is traced, and what its backends are told of it.
using Weir.Protocol.Http;
using Weir.Proxy.Events;

namespace Weir.Proxy.Clients;

/// <summary>By default the caller's trace fields pass on as they are.</summary>
/// <param name="Spans">The spans in the making; null when the request is not recorded.</param>
/// <param name="Outgoing">What takes the place of the caller's traceparent; an attempt of a recorded request puts its own span there.</param>
/// <param name="KeepsState">Beside an outgoing one: the caller's tracestate belongs to the same trace and is passed on.</param>
internal readonly record struct TraceChoice(
    RequestTrace? Spans,
    TraceParent? Outgoing,
    bool KeepsState
);
