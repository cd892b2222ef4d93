// What clusters are used for: many a setting matters in one mode only.

using Weir.Configuration;
using Weir.Configuration.Listeners;

namespace Weir.Proxy.Doctor.Rules;

internal static class ClusterUse
{
    /// <summary>The names of the clusters that http listeners lead to.</summary>
    public static HashSet<string> Http(WeirConfig config) =>
        [
            .. config
                .Listeners.Where(l => l.Mode == ProxyMode.Http)
                .SelectMany(l => l.Routes.Select(r => r.Cluster).Append(l.Cluster ?? "")),
        ];

    /// <summary>The names of the clusters that tcp listeners lead to.</summary>
    public static HashSet<string> Tcp(WeirConfig config) =>
        [.. config.Listeners.Where(l => l.Mode == ProxyMode.Tcp).Select(l => l.Cluster ?? "")];
}
