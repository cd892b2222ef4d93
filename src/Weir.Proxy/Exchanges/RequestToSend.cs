// What the head of one attempt is written from.
using Weir.Protocol.Http;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Exchanges;

/// <summary>Lives for one call.</summary>
/// <param name="Head">As it came.</param>
/// <param name="Client">Who asked.</param>
/// <param name="TraceParent">What the backend is told of the trace; null: what the client says.</param>
internal readonly record struct RequestToSend(
    KeptHead Head,
    SocketEndpoint Client,
    TraceParent? TraceParent
);
