// The third engine: the I/O port on virtual time. By itself it moves the clock as it waits; driven by SimWorld it never waits.
using Weir.Configuration;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Network;

namespace Weir.Simulation.Engine;

/// <summary>A reactor on a simulated network. All of a network's reactors run on one thread.</summary>
public sealed class SimReactor : Reactor
{
    /// <summary>Fills blocks that go back and the part of a block that was not received into: who reads it, reads nonsense.</summary>
    internal const byte Poison = 0xDB;

    private readonly RingQueue<SimCompletion> _ready = new();
    private readonly List<SimChannel> _open = [];
    private readonly List<SimListener> _listeners = [];
    private readonly List<SimChannel> _hungry = [];
    private readonly List<Block> _late = [];
    private Action? _turn;
    private SimEvent? _nextTurn;
    private SimEvent? _timeout;
    private long _nowUs;
    private bool _isWoken;

    public SimReactor(SimNetwork network, BlockPool blocks, int id = 0)
        : base(blocks)
    {
        Network = network;
        Id = id;
        _nowUs = network.Clock.NowUs;
        blocks.OpenPipe = OpenPipe;
    }

    public override string EngineName => "sim";

    public override long NowUs => _nowUs;

    public int Id { get; }

    public SimNetwork Network { get; }

    /// <summary>Pipes opened so far.</summary>
    public int PipeCount { get; private set; }

    /// <summary>Connects that may send their first bytes with the SYN; the simulated network does not.</summary>
    public int FastOpenCount { get; private set; }

    /// <summary>Without one neither a connect nor an accept works.</summary>
    public SimDescriptors Descriptors { get; set; } = new();

    /// <summary>Channels not yet closed, those that linger included.</summary>
    public int OpenChannelCount => _open.Count;

    /// <summary>Blocks of closed channels that the kernel still holds.</summary>
    public int LateBlockCount => _late.Count;

    /// <summary>Listeners not yet stopped.</summary>
    public int OpenListenerCount => _listeners.Count;

    /// <summary>
    /// Lets the network's events call <paramref name="turn"/> whenever this reactor has something to do; it must call
    /// <see cref="RunOnce"/> once. From then on RunOnce never waits: the turn is repeated after the wait that it asks for.
    /// </summary>
    public void Drive(Action turn)
    {
        _turn = turn;
        ScheduleTurn();
    }

    /// <summary>Ends <see cref="Drive"/>; the thread has ended.</summary>
    public void StopDriving()
    {
        _turn = null;
        _nextTurn?.Cancel();
        _timeout?.Cancel();
    }

    public override Listener Accept(ListenSocket socket, IListenerOwner owner, object? tag)
    {
        var listener = new SimListener(this, ((SimListenSocket)socket).Take(), owner) { Tag = tag };
        _listeners.Add(listener);
        listener.Start();
        return listener;
    }

    public override Channel Connect(
        in SocketEndpoint address,
        IChannelOwner owner,
        ConnectKind kind = ConnectKind.Usual
    )
    {
        var channel = new SimChannel(this, address) { Owner = owner };
        FastOpenCount += kind == ConnectKind.FastOpen ? 1 : 0;
        bool isExhausted = Descriptors.AreExhausted;
        Add(channel);
        if (isExhausted)
        {
            Network.Note("no descriptor to connect", Id);
        }

        channel.Connect(isExhausted ? ConnectFate.NoResources : null, kind);
        return channel;
    }

    public override void Wake()
    {
        _isWoken = true;
        ScheduleTurn();
    }

    public override void RunOnce(int maxWaitMs)
    {
        if (_turn is null)
        {
            Wait(maxWaitMs);
        }

        _isWoken = false;
        _nowUs = Network.Clock.NowUs;
        ReturnLateBlocks();
        FeedHungry();
        for (int left = _ready.Count; left > 0 && _ready.TryDequeue(out SimCompletion next); left--)
        {
            Deliver(next);
        }

        RunDeferred();
        FeedHungry();
        if (_turn is not null)
        {
            PlanNextTurn(maxWaitMs);
        }
    }

    internal void Complete(in SimCompletion completion)
    {
        _ready.Enqueue(completion);
        ScheduleTurn();
    }

    internal SimChannel Adopt(SimSocket socket)
    {
        var channel = new SimChannel(this, socket);
        Add(channel);
        return channel;
    }

    internal void Remove(SimChannel channel)
    {
        if (_open.Remove(channel))
        {
            Descriptors.Used--;
        }
    }

    internal void Remove(SimListener listener) => _listeners.Remove(listener);

    /// <summary>The channel waits for a block of the exhausted pool.</summary>
    internal void AddHungry(SimChannel channel) => _hungry.Add(channel);

    internal void RemoveHungry(SimChannel channel) => _hungry.Remove(channel);

    /// <summary>ENOBUFS or ENOMEM of recv(2) and send(2): the connection itself lives on.</summary>
    internal bool HasKernelError(double probability, string what, int socketId)
    {
        bool hasFailed = Network.Rng.Chance(probability);
        if (hasFailed)
        {
            Network.Note(what, socketId);
        }

        return hasFailed;
    }

    /// <summary>Gives back a block that was lent to a closed channel: at once, or as a kernel that still holds it would.</summary>
    internal void GiveBack(Block block)
    {
        if (Network.Rng.Chance(Network.Profile.LateReturnProbability))
        {
            _late.Add(block);
            ScheduleTurn();
            return;
        }

        Array.Fill(block.Bytes, Poison);
        Blocks.Return(block);
    }

    protected override void Dispose(bool disposing)
    {
        StopDriving();
        foreach (SimChannel channel in _open.ToArray())
        {
            channel.Abandon();
        }

        foreach (SimListener listener in _listeners.ToArray())
        {
            listener.Abandon();
        }

        ReturnLateBlocks();
    }

    protected override void OnDeferred() => ScheduleTurn();

    private Block OpenPipe()
    {
        PipeCount++;
        return new Block(new SimPipe(), new byte[Limits.PipeBytes]);
    }

    private void Add(SimChannel channel)
    {
        _open.Add(channel);
        Descriptors.Used++;
    }

    private void Wait(int maxWaitMs)
    {
        long untilUs = maxWaitMs < 0 ? long.MaxValue : Network.Clock.NowUs + (maxWaitMs * 1000L);
        FeedHungry();
        Network.RunUntil(
            () => _ready.Count > 0 || _late.Count > 0 || _isWoken || HasDeferred,
            untilUs
        );
    }

    private void Deliver(in SimCompletion completion)
    {
        if (completion.Listener is { } listener)
        {
            listener.Deliver(completion);
        }
        else
        {
            completion.Channel!.Deliver(completion); // one of the two is set
        }
    }

    private void FeedHungry()
    {
        while (_hungry.Count > 0 && Blocks.RentedCount < Blocks.MaxBlocks)
        {
            SimChannel first = _hungry[0];
            _hungry.RemoveAt(0);
            first.OnReadable();
        }
    }

    private void ReturnLateBlocks()
    {
        foreach (Block block in _late)
        {
            Array.Fill(block.Bytes, Poison);
            Blocks.Return(block);
        }

        _late.Clear();
    }

    private void ScheduleTurn()
    {
        if (_turn is not null && _nextTurn is not { IsPending: true })
        {
            long delayUs = Network.Rng.Between(0, Network.Profile.TurnDelayMaxUs);
            _nextTurn = Network.After(delayUs, Turn);
        }
    }

    private void Turn()
    {
        _nextTurn?.Cancel();
        _timeout?.Cancel();
        _nowUs = Network.Clock.NowUs;
        _turn?.Invoke();
        FeedHungry(); // blocks may have come back behind RunOnce
    }

    private void PlanNextTurn(int maxWaitMs)
    {
        if (_ready.Count > 0 || _late.Count > 0 || HasDeferred)
        {
            ScheduleTurn();
        }
        else if (maxWaitMs == 0)
        {
            // A program that polls would stop the clock: its next turn comes a moment later, and it keeps no run alive.
            _timeout = Network.After(1, Turn, isBackground: true);
        }
        else if (maxWaitMs > 0)
        {
            _timeout = Network.After(maxWaitMs * 1000L, Turn, isBackground: true);
        }
    }
}
