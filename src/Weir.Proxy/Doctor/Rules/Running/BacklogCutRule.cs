// The kernel cuts a backlog above net.core.somaxconn without a word (listen(2)).

using Weir.Configuration;
using Weir.Configuration.Listeners;

namespace Weir.Proxy.Doctor.Rules.Running;

/// <summary><c>backlog-cut</c></summary>
public sealed class BacklogCutRule() : DoctorRule("backlog-cut")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        for (int i = 0; i < config.Listeners.Length; i++)
        {
            ListenerConfig listener = config.Listeners[i];
            if (facts.Host.Somaxconn is { } most && listener.Backlog > most)
            {
                yield return OfListener(
                    FindingSeverity.Warning,
                    facts,
                    (config, i),
                    "backlog",
                    (
                        Text(
                            $"listener {listener.Name} asks for a backlog of {listener.Backlog}, and the kernel gives {most}"
                        ),
                        Text(
                            $"sysctl -w net.core.somaxconn={listener.Backlog}, and the same in /etc/sysctl.d"
                        )
                    )
                );
            }
        }
    }
}
