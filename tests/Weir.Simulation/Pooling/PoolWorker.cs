// One worker as its pool sees it: a reactor, counters, deadlines, and turns in which the test acts. Owned by its PoolRig.
using Shouldly;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Timeouts;
using Weir.Simulation.Engine;
using Weir.Simulation.Harness;
using Weir.Simulation.Workers;

namespace Weir.Simulation.Pooling;

internal sealed class PoolWorker : IExpirySink
{
    private readonly SimWorld _world;
    private readonly Queue<Action> _actions = new();
    private readonly List<PoolUser> _users = [];
    private readonly int _index;

    public PoolWorker(SimWorld world, ProxySnapshot config, int index, int workerCount)
    {
        _world = world;
        Reactor = world.AddReactor();
        _index = index;
        foreach (ClusterSnapshot cluster in config.Clusters)
        {
            cluster.State.Parts.Add(index, new ClusterPart());
        }

        Pool = new ConnectionPool(
            new PoolServices(Reactor, Counters, Deadlines, Events, index, workerCount)
        );
        Reactor.Drive(Turn);
    }

    public SimReactor Reactor { get; }

    public ProxyEvents Events { get; } = new();

    public WorkerCounters Counters { get; } = new();

    /// <summary>What it has counted for a backend with which it has had to do.</summary>
    public BackendCounters CountersOf(BackendState backend) => backend.Parts[_index].Counters;

    /// <inheritdoc cref="CountersOf(BackendState)"/>
    public ClusterCounters CountersOf(ClusterState cluster) => cluster.Parts[_index].Counters;

    public DeadlineTable Deadlines { get; } = new();

    public ConnectionPool Pool { get; }

    /// <summary>Acts within a turn, as everything on a worker does, before the turn's completions.</summary>
    public void Do(Action action)
    {
        bool isDone = false;
        _actions.Enqueue(() =>
        {
            action();
            isDone = true;
        });
        Reactor.Wake();
        _world.RunUntil(() => isDone, "the turn", 1_000_000);
    }

    /// <summary>Takes an idle connection; the user's is null when there is none.</summary>
    public PoolUser Take(BackendState backend, PoolKind kind = PoolKind.Http)
    {
        PoolUser user = NewUser();
        Do(() => user.Connection = Pool.TryTake(backend, kind, user));
        return user;
    }

    /// <summary>Acts in the next turn, whoever says so.</summary>
    public void Post(Action action)
    {
        _actions.Enqueue(action);
        Reactor.Wake();
    }

    /// <summary>Starts to open a connection.</summary>
    public PoolUser StartOpen(BackendState backend, PoolKind kind = PoolKind.Http)
    {
        PoolUser user = NewUser();
        Do(() => user.Connection = Pool.Open(backend, kind, user, backend.Cluster.Config));
        return user;
    }

    /// <summary>Opens a connection and waits for the outcome.</summary>
    public PoolUser Open(BackendState backend, PoolKind kind = PoolKind.Http)
    {
        PoolUser user = StartOpen(backend, kind);
        _world.RunUntil(() => user.IsSettled, "the connect's end");
        return user;
    }

    /// <summary>A tcp client comes, as sessions tell of it: from the pool, else by a connect.</summary>
    public PoolUser TcpClient(BackendState backend)
    {
        PoolUser user = NewUser();
        Do(() =>
        {
            user.Connection = Pool.TryTake(backend, PoolKind.Tcp, user);
            Pool.OnTcpDemand(backend, user.Connection is not null);
            user.Connection ??= Pool.Open(backend, PoolKind.Tcp, user, backend.Cluster.Config);
        });
        _world.RunUntil(() => user.IsSettled, "the client's connection");
        return user;
    }

    /// <summary>Opens several connections and puts them into the pool in this order.</summary>
    public void Stock(BackendState backend, int count, PoolKind kind = PoolKind.Http)
    {
        PoolUser[] users = [.. Enumerable.Range(0, count).Select(_ => Open(backend, kind))];
        Array.ForEach(users, Release);
    }

    public void Release(PoolUser user) => Do(() => Pool.Release(user.GiveUp()));

    public void ReleaseAfterQuiet(PoolUser user) => Do(() => Pool.ReleaseAfterQuiet(user.GiveUp()));

    public void Discard(PoolUser user) => Do(() => Pool.Discard(user.GiveUp()));

    public void Send(PoolUser user, int count)
    {
        Do(() =>
        {
            Reactor.Blocks.TryRent(out Block? block).ShouldBeTrue();
            user.Connection!.Channel.Send(block!, 0, count); // the test gave it one
        });
        _world.RunUntil(() => !user.Connection!.Channel.IsSending, "the send's end");
    }

    /// <summary>Gives back what tests left with their users, and closes the pool.</summary>
    public void Finish()
    {
        foreach (PoolUser user in _users.Where(u => u.Connection is not null))
        {
            Discard(user);
        }

        Do(Pool.CloseIdle);
    }

    bool IExpirySink.TryPostExpired(int slot, int generation)
    {
        _actions.Enqueue(() =>
            Deadlines.TakeExpired(slot, generation, Reactor.NowUs)?.OnDeadline(Reactor.NowUs)
        );
        Reactor.Wake();
        return true;
    }

    private PoolUser NewUser()
    {
        var user = new PoolUser(Reactor.Blocks);
        _users.Add(user);
        return user;
    }

    private void Turn()
    {
        while (_actions.TryDequeue(out Action? action))
        {
            action();
        }

        Reactor.RunOnce(-1);
    }
}
