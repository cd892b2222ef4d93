// What all probes of one monitor share.
using Weir.Protocol.Http;
using Weir.Proxy.Io;

namespace Weir.Proxy.Health;

/// <summary>
/// The reactor, the scratch that heads are parsed into (used within one call only), and who is told of the end of a check:
/// success, failure, or null for neither, with the outcome in words.
/// </summary>
internal sealed class ProbeTools(Reactor reactor, Action<HealthCheck, bool?, string> onEnded)
{
    public Reactor Reactor { get; } = reactor;

    public ResponseHead Head { get; } = new();

    public Action<HealthCheck, bool?, string> OnEnded { get; } = onEnded;
}
