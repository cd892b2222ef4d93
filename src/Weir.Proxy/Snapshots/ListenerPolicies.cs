// The policies that a listener's keys ask for, in the order of their places.
using Weir.Configuration.Listeners;
using Weir.Proxy.Policies;

namespace Weir.Proxy.Snapshots;

/// <summary>Compiles them.</summary>
internal static class ListenerPolicies
{
    /// <param name="config">Of the listener.</param>
    /// <param name="pseudonym">What it is called in Via (RFC 9110 §7.6.3).</param>
    public static PolicyChain Compile(ListenerConfig config, byte[] pseudonym)
    {
        byte[] via = [.. "1.1 "u8, .. pseudonym];
        return new PolicyChain(
            requests: config.MaxBodyBytes > 0
                ? [new LoadShedding(), new BodyLimit(config.MaxBodyBytes), new Forwarding(via)]
                : [new LoadShedding(), new Forwarding(via)],
            responses: [new ResponseMarking(via)]
        );
    }
}
