// A listener as the API shows it.
using Weir.Configuration.Listeners;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Views;

/// <summary>A listener, the address it is bound to, and its open client connections.</summary>
public sealed record ListenerView(string Name, string Address, string Mode, long Connections)
{
    /// <summary>In the order of the config.</summary>
    public static ListenerView[] All(AdminStatus status, MetricsSnapshot metrics) =>
        [
            .. status.Listeners.Select(listener => new ListenerView(
                listener.Name,
                listener.Address,
                listener.Mode == ProxyMode.Http ? "http" : "tcp",
                metrics
                    .Listeners.FirstOrDefault(l =>
                        string.Equals(l.Name, listener.Name, StringComparison.Ordinal)
                    )
                    ?.Active
                    ?? 0
            )),
        ];
}
