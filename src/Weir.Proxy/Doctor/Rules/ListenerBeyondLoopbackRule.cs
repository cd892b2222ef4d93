// A listener that the world reaches, without a limit on what the world may take.

using Weir.Configuration;
using Weir.Configuration.Listeners;

namespace Weir.Proxy.Doctor.Rules;

/// <summary><c>listener-beyond-loopback</c></summary>
public sealed class ListenerBeyondLoopbackRule() : DoctorRule("listener-beyond-loopback")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        for (int i = 0; i < config.Listeners.Length; i++)
        {
            ListenerConfig listener = config.Listeners[i];
            if (!Loopback.Is(listener.Address) && listener.MaxConnections == 0)
            {
                yield return OfListener(
                    FindingSeverity.Info,
                    facts,
                    (config, i),
                    "maxConnections",
                    (
                        $"listener {listener.Name} at {listener.Address.Text} can be reached from other machines and takes any number of connections",
                        "set maxConnections to what the descriptors and the backends can bear: beyond it clients get 503 or a reset at once"
                    )
                );
            }
        }
    }
}
