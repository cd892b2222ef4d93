// Which way each config of a random world leads, and when each was in force: says by which of them a request may have been routed.
using Weir.Configuration;
using Weir.Configuration.Listeners;
using Weir.Simulation.Network;
using Weir.Simulation.Workers;

namespace Weir.Simulation.Worlds;

/// <summary>
/// A request is routed when its head is complete on the worker: after the client began to send it and before a backend has it. Any config
/// in force in between will do, no older one. Owned by ScenarioRun.
/// </summary>
internal sealed class RouteBook(SimNetwork network)
{
    private readonly List<(long FromUs, Dictionary<string, string> Ways)> _configs = [];
    private readonly Dictionary<int, long> _sentUs = [];

    public void Apply(WeirConfig config)
    {
        ListenerConfig? http = config.Listeners.FirstOrDefault(l => l.Mode == ProxyMode.Http);
        Dictionary<string, string> ways = [];
        foreach (RouteConfig route in http?.Routes ?? [])
        {
            ways[route.Host!] = ReloadDraw.FirstName(route.Cluster); // every route has a host
        }

        _configs.Add((network.Clock.NowUs, ways));
    }

    /// <summary>A client begins to send the request.</summary>
    public void Sent(int id) => _sentUs.TryAdd(id, network.Clock.NowUs);

    /// <summary>Whether any http listener knows the host.</summary>
    public bool Knows(string host) => _configs.Exists(c => c.Ways.ContainsKey(host));

    /// <summary>Whether a request that arrives now may have come to this cluster; one without a known id may have been sent at any time.</summary>
    public bool MayLead(string host, string cluster, int id)
    {
        long sentUs = _sentUs.GetValueOrDefault(id);
        for (int i = 0; i < _configs.Count; i++)
        {
            bool isOver =
                i + 1 < _configs.Count && _configs[i + 1].FromUs + ProxyWorld.MailUs < sentUs;
            if (!isOver && _configs[i].Ways.GetValueOrDefault(host) == cluster)
            {
                return true;
            }
        }

        return false;
    }
}
