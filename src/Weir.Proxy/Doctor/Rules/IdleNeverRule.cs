// Connections that nobody closes pile up: a client that vanished sends no FIN.

using Weir.Configuration;

namespace Weir.Proxy.Doctor.Rules;

/// <summary><c>idle-never</c></summary>
public sealed class IdleNeverRule() : DoctorRule("idle-never")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        if (config.LoadBalancer.ConnectionIdleTimeoutMs == 0)
        {
            yield return OfKey(
                FindingSeverity.Warning,
                facts,
                "loadBalancer.connectionIdleTimeout",
                (
                    "idle client connections are never closed: those of clients that vanished stay until the descriptors run out",
                    "set connectionIdleTimeout to a few minutes; protocols with long silences can send keep-alives"
                )
            );
        }
    }
}
