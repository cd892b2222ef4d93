// Plays one scenario: builds its world, lets it run, and looks that every promise was kept.
using System.Collections.Immutable;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;
using Weir.Simulation.Engine;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Weir.Simulation.Workers;

namespace Weir.Simulation.Worlds;

/// <summary>One run; a broken promise throws.</summary>
internal sealed class ScenarioRun
{
    // After the cut: a few turns of the workers.
    private const long CutUs = 100_000;

    private readonly SimWorld _world;
    private readonly Scenario _scenario;
    private readonly WorldBackends _backends;
    private readonly RouteBook _routes;
    private readonly ProxyWorld _proxy;
    private readonly SimDescriptors _descriptors = new();
    private readonly List<IWorldClient> _clients = [];
    private WeirConfig _config;
    private bool _isDraining;
    private bool _isOver;

    private ScenarioRun(SimWorld world, Scenario scenario)
    {
        _world = world;
        _scenario = scenario;
        _routes = new RouteBook(world.Network);
        _backends = new WorldBackends(world, scenario, _routes);
        _config = SimConfigs.Config(
            scenario.Listeners,
            [.. scenario.Clusters.Select(c => c.Config)]
        );
        if (scenario.IsSound)
        {
            _config = _config with { LoadBalancer = new() { ConnectionIdleTimeoutMs = 0 } };
        }

        _routes.Apply(_config);
        bool reloads = scenario.Happenings.Any(h => h.Kind == HappeningKind.Reload);
        _proxy = new ProxyWorld(world, _config, scenario.Workers, scenario.Blocks)
        {
            MostIdleEver = reloads ? ClusterDraw.MostIdle : null,
        };
        _proxy.Events.Sampler = scenario.TraceShare > 0 ? new(scenario.TraceShare) : null;
        _proxy.OnTurn = new WorldInvariants(scenario, _proxy).Check;
        _descriptors.Limit = scenario.Descriptors;
        _proxy.Reactors.ForEach(r => r.Descriptors = _descriptors);
    }

    /// <summary>Plays it; the trace is the same each time.</summary>
    public static SimTrace Play(Scenario scenario) =>
        SimWorld.Run(
            scenario.Seed,
            _ => scenario.Front,
            world => new ScenarioRun(world, scenario).Run()
        );

    private void Run()
    {
        _proxy.StartHealth();
        foreach (ClientPlan plan in _scenario.Clients)
        {
            AddClient(plan);
        }

        foreach (Happening happening in _scenario.Happenings)
        {
            At(happening.AtUs, () => Begin(happening));
        }

        if (_scenario.LagForUs > 0)
        {
            At(_scenario.LagAtUs, () => Lag(isOver: true));
            At(_scenario.LagAtUs + _scenario.LagForUs, () => Lag(isOver: false));
        }

        if (_scenario.DrainAtUs > 0)
        {
            _world.RunFor(_scenario.DrainAtUs);
            DrainInTime();
        }

        _world.RunUntil(() => _clients.TrueForAll(c => c.IsDone), "every client is done");
        if (_scenario.IsSound)
        {
            _clients.ForEach(c => c.CheckServed());
        }

        _clients.ForEach(c => c.Leave()); // only connections are left
        _proxy.CheckAtRest();
        if (!_isDraining)
        {
            DrainInTime();
        }

        _isOver = true;
        _backends.KillAll();
        _proxy.Stop();
    }

    // What is open when the time is over is cut; nothing outlives that.
    private void DrainInTime()
    {
        _isDraining = true;
        NoteIfBusy("drain under traffic");
        _proxy.Drain();
        _world.Network.RunUntil(
            () => _proxy.DrainedCount == _proxy.Workers.Count,
            _world.Network.Clock.NowUs + _scenario.DrainUs
        );
        if (_proxy.DrainedCount < _proxy.Workers.Count)
        {
            NoteIfBusy("drain cuts");
            _proxy.Cut();
            _world.RunFor(CutUs);
        }

        if (_proxy.SessionCount > 0)
        {
            throw new SimFailureException($"{_proxy.SessionCount} sessions outlive the drain");
        }
    }

    private void AddClient(ClientPlan plan)
    {
        SocketEndpoint target = SimWorld.Loopback(Scenario.FirstPort + plan.Listener);
        ListenerConfig listener = _scenario.Listeners[plan.Listener];
        string[] hosts = [.. listener.Routes.Select(r => r.Host!)]; // every route has one
        IWorldClient client = plan.Kind switch
        {
            ClientKind.Http => new HttpWorldClient(_world, plan, target, hosts, _scenario, _routes),
            ClientKind.Upgrade => new UpgradeClient(_world, plan, target, _scenario),
            ClientKind.Tcp => new TcpWorldClient(
                _world,
                plan,
                target,
                _scenario.Cluster(listener.Cluster!), // every listener has one
                _scenario
            ),
            _ => new RudeClient(_world, plan, target),
        };
        _clients.Add(client);
        _world.Network.After(plan.StartUs, client.Start);
        if (plan.LeaveUs > 0)
        {
            _world.Network.After(plan.LeaveUs, client.Leave);
        }
    }

    private void At(long us, Action action) =>
        _world.Network.After(
            us,
            () =>
            {
                if (!_isOver)
                {
                    action();
                }
            }
        );

    private void Begin(Happening happening)
    {
        if (happening.Kind == HappeningKind.Members)
        {
            ChangeMembers(happening);
            return;
        }

        int index = _scenario.Cluster(happening.Cluster).FirstBackend + happening.Backend;
        SocketEndpoint address = SimConfigs.Backend(index);
        BackendState? state = _proxy
            .Snapshot.Clusters.First(c => ReloadDraw.FirstName(c.Name) == happening.Cluster)
            .Backends.FirstOrDefault(b => b.Config.Port == address.Port);
        _world.Network.Note($"happens {happening.Kind}", index, happening.Value);
        Action end = () => { };
        switch (happening.Kind)
        {
            case HappeningKind.Kill:
                _backends.Kill(address);
                end = () => _backends.Revive(address);
                break;
            case HappeningKind.Vanish:
                _backends.Vanish(address);
                end = () => _backends.Revive(address);
                break;
            case HappeningKind.Freeze:
                _backends.Freeze(address, true);
                end = () => _backends.Freeze(address, false);
                break;
            case HappeningKind.Drain or HappeningKind.Maint:
                state?.SetAdmin(
                    happening.Kind == HappeningKind.Drain ? AdminState.Drain : AdminState.Maint
                );
                end = () => state?.SetAdmin(AdminState.Ready);
                break;
            case HappeningKind.Weight:
                state?.SetWeight(happening.Value);
                end = () => state?.SetWeight(1);
                break;
            case HappeningKind.Descriptors:
                _descriptors.Limit = _descriptors.Used + happening.Value;
                end = () => _descriptors.Limit = _scenario.Descriptors;
                break;
            case HappeningKind.Reload when !_isDraining:
                Reload(happening);
                break;
        }

        At(happening.ForUs, end);
    }

    // Under whatever name a reload has given to the cluster.
    private void ChangeMembers(Happening happening)
    {
        (string source, ImmutableArray<BackendConfig> members) = MemberDraw.List(
            _scenario.Cluster(happening.Cluster),
            happening.Value
        );
        string cluster = _proxy
            .Snapshot.Clusters.First(c => ReloadDraw.FirstName(c.Name) == happening.Cluster)
            .Name;
        _world.Network.Note("happens Members", members.Length, happening.Value);
        _proxy.SetMembers(cluster, members, source, NoteIfBusy);
    }

    private void Reload(Happening happening)
    {
        var rng = new Rng((ulong)happening.Value);
        _config = _config with
        {
            Clusters =
            [
                .. _scenario.Clusters.Select(c =>
                    c.Config.Name == happening.Cluster
                        ? ClusterDraw.Changed(c.Config, rng)
                        : c.Config
                ),
            ],
        };
        WeirConfig config = _scenario.HasLateDraws
            ? ReloadDraw.Change(
                _config,
                _scenario,
                LateDraw.DiceOf((ulong)happening.Value),
                NoteIfBusy
            )
            : _config;
        NoteIfBusy("reload under traffic");
        _routes.Apply(config);
        _proxy.Apply(config);
    }

    // Two looks over the limit make a lag, one far below it ends it.
    private void Lag(bool isOver)
    {
        if (isOver)
        {
            NoteIfBusy("lag under traffic");
        }

        foreach (SimReactor reactor in _proxy.Reactors)
        {
            reactor.Lag.LimitUs = 1_000;
            reactor.Lag.Look(isOver ? 2_000 : 0);
            reactor.Lag.Look(isOver ? 2_000 : 0);
        }
    }

    private void NoteIfBusy(string what)
    {
        if (_proxy.SessionCount > 0)
        {
            _world.Network.Note(what, 0, _proxy.SessionCount);
        }
    }
}
