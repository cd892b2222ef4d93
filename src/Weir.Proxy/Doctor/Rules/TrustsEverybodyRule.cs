// Whoever may name the client's address may be anybody.

using Weir.Configuration;
using Weir.Configuration.Listeners;

namespace Weir.Proxy.Doctor.Rules;

/// <summary><c>trusts-everybody</c></summary>
public sealed class TrustsEverybodyRule() : DoctorRule("trusts-everybody")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        for (int i = 0; i < config.Listeners.Length; i++)
        {
            ListenerConfig listener = config.Listeners[i];
            for (int n = 0; n < listener.TrustedProxies.Length; n++)
            {
                if (listener.TrustedProxies[n].PrefixLength == 0)
                {
                    yield return OfListener(
                        FindingSeverity.Warning,
                        facts,
                        (config, i),
                        Text($"trustedProxies.{n}"),
                        (
                            $"listener {listener.Name} believes X-Forwarded-For, Forwarded and X-Request-Id of anybody ({listener.TrustedProxies[n]}): a client can pass for any address",
                            "name the networks of your own proxies alone"
                        )
                    );
                }
            }
        }
    }
}
