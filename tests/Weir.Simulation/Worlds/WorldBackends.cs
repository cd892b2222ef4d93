// The backends of a random world, http and tcp. Owned by ScenarioRun.
using System.Globalization;
using Weir.Configuration.Listeners;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Http;
using Weir.Simulation.Workers;

namespace Weir.Simulation.Worlds;

/// <summary>By address: how each is started, stopped and broken.</summary>
internal sealed class WorldBackends
{
    private readonly SimWorld _world;
    private readonly Scenario _scenario;
    private readonly Dictionary<SocketEndpoint, SimHttpBackend> _http = [];
    private readonly Dictionary<SocketEndpoint, StreamBackend> _tcp = [];
    private readonly RouteBook _routes;
    private readonly SimLedger _ledger = new();

    public WorldBackends(SimWorld world, Scenario scenario, RouteBook routes)
    {
        _world = world;
        _scenario = scenario;
        _routes = routes;
        foreach (ClusterPlan cluster in scenario.Clusters)
        {
            foreach (int index in cluster.Served)
            {
                SocketEndpoint address = SimConfigs.Backend(index);
                world.Network.SetProfile(address, scenario.Back);
                if (cluster.Mode == ProxyMode.Http)
                {
                    _http.Add(address, Http(cluster, address));
                }
                else
                {
                    _tcp.Add(address, Tcp(cluster, address));
                }
            }
        }
    }

    public void Kill(SocketEndpoint address)
    {
        Find(address, out SimHttpBackend? http, out StreamBackend? tcp);
        http?.Kill();
        tcp?.Kill();
    }

    public void Vanish(SocketEndpoint address)
    {
        Find(address, out SimHttpBackend? http, out StreamBackend? tcp);
        http?.Vanish();
        tcp?.Vanish();
    }

    /// <summary>After a death or a disappearance: as if nothing had been.</summary>
    public void Revive(SocketEndpoint address)
    {
        _world.Network.SetProfile(address, _scenario.Back);
        Kill(address);
        Find(address, out SimHttpBackend? http, out StreamBackend? tcp);
        http?.Start();
        tcp?.Start();
    }

    public void Freeze(SocketEndpoint address, bool isFrozen)
    {
        Find(address, out SimHttpBackend? http, out StreamBackend? tcp);
        if (isFrozen)
        {
            http?.Freeze();
            tcp?.Freeze();
        }
        else
        {
            http?.Thaw();
            tcp?.Thaw();
        }
    }

    public void KillAll()
    {
        foreach (SocketEndpoint address in _http.Keys.Concat(_tcp.Keys))
        {
            Kill(address);
        }
    }

    private void Find(SocketEndpoint address, out SimHttpBackend? http, out StreamBackend? tcp)
    {
        _http.TryGetValue(address, out http);
        _tcp.TryGetValue(address, out tcp);
    }

    private SimHttpBackend Http(ClusterPlan cluster, SocketEndpoint address)
    {
        var rng = new Rng(_scenario.Seed + (ulong)address.Port);
        Rng late = LateDraw.DiceOf(_scenario.Seed + (ulong)address.Port);
        var backend = new SimHttpBackend(_world, address, _ledger, () => Answer(cluster, rng, late))
        {
            OnHead = request =>
            {
                CheckHost(request, cluster);
                CheckMarks(request);
            },
        };
        backend.Start();
        return backend;
    }

    private StreamBackend Tcp(ClusterPlan cluster, SocketEndpoint address)
    {
        var backend = new StreamBackend(_world, address)
        {
            Greets = cluster.Greets,
            EndsAfterAnswer = cluster.Ends,
        };
        backend.Start();
        return backend;
    }

    private SimAnswer Answer(ClusterPlan cluster, Rng rng, Rng late)
    {
        SimAnswer answer = cluster.Lies
            ? LateDraw.Early(SimAnswer.Random(rng), late)
            : SimAnswer.Honest(rng);
        return answer with
        {
            Continue = LateDraw.Continue(_scenario, late),
            BodyBytes = int.Min(answer.BodyBytes, _scenario.MostBodyBytes),
            PieceBytes = int.Max(answer.PieceBytes, answer.BodyBytes / 50),
            // Closing without a word is a race that may cost a request that must not be repeated.
            ClosesAfterUs = _scenario.IsSound ? -1 : answer.ClosesAfterUs,
        };
    }

    // What the proxy says of itself and of the client, in place of what the client says: once each, and of this request alone.
    private static void CheckMarks(SimHttpReader request)
    {
        if (request.Field("x-sim-id") is null)
        {
            return; // a health check, or a client's that says nothing of itself
        }

        foreach (string name in (string[])["via", "x-request-id", "x-forwarded-for", "forwarded"])
        {
            if (request.Field(name) is not { Length: > 0 } value || value.Contains(','))
            {
                throw new SimFailureException(
                    $"a backend got {name}: {request.Field(name)} with {request.StartLine}"
                );
            }
        }
    }

    // Routes go by host; hosts are called like the clusters that they lead to at first.
    private void CheckHost(SimHttpReader request, ClusterPlan cluster)
    {
        string host = request.Field("host") ?? "";
        _ = int.TryParse(request.Field("x-sim-id"), CultureInfo.InvariantCulture, out int id);
        if (_routes.Knows(host) && !_routes.MayLead(host, cluster.Config.Name, id))
        {
            throw new SimFailureException(
                $"a request for {host} came to {cluster.Config.Name}: {request.StartLine}"
            );
        }
    }
}
