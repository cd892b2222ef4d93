// The I/O port: one thread's event loop. EpollReactor and UringReactor run on the kernel, SimReactor on virtual time.
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Io;

/// <summary>All I/O of one thread. Every member but <see cref="Wake"/> is for that thread alone.</summary>
public abstract class Reactor(BlockPool blocks) : IDisposable
{
    private readonly RingQueue<IDeferred> _deferred = new();

    public BlockPool Blocks { get; } = blocks;

    /// <summary>How late it comes to what is ready.</summary>
    public LoopLag Lag { get; } = new();

    /// <summary>Who keeps defects to the owner in whose code they show; none: they end the turn.</summary>
    public IDefectSink? Defects { get; set; }

    /// <summary>The engine's name in logs and metrics: <c>epoll</c>, <c>io_uring</c> or <c>sim</c>.</summary>
    public abstract string EngineName { get; }

    /// <summary>Microseconds of a monotonic clock, read once a turn: all that happens in one turn has one time.</summary>
    public abstract long NowUs { get; }

    /// <summary>Starts to accept on a socket, which this reactor owns from now on.</summary>
    public abstract Listener Accept(ListenSocket socket, IListenerOwner owner, object? tag);

    /// <summary>
    /// Starts to connect. Always completes by <see cref="IChannelOwner.OnConnected"/>, also when it fails at once. No deadline of its own.
    /// </summary>
    public abstract Channel Connect(
        in SocketEndpoint address,
        IChannelOwner owner,
        ConnectKind kind = ConnectKind.Usual
    );

    /// <summary>Ends the wait of <see cref="RunOnce"/>; from any thread.</summary>
    public abstract void Wake();

    /// <summary>One turn: waits at most <paramref name="maxWaitMs"/> for events, then delivers completions.</summary>
    public abstract void RunOnce(int maxWaitMs);

    /// <summary>Has <paramref name="work"/> called later in this turn or in the next, behind what was deferred before; never from inside this call.</summary>
    public void Defer(IDeferred work)
    {
        _deferred.Enqueue(work);
        OnDeferred();
    }

    /// <summary>Something waits that was deferred: the next turn must not wait.</summary>
    protected bool HasDeferred => _deferred.Count > 0;

    /// <summary>For an engine that has to be told that there is something to do.</summary>
    protected virtual void OnDeferred() { }

    /// <summary>For the engine, once a turn: does what was deferred up to now. What that defers in its turn waits for the next.</summary>
    protected void RunDeferred()
    {
        for (
            int left = _deferred.Count;
            left > 0 && _deferred.TryDequeue(out IDeferred? work);
            left--
        )
        {
            Run(work, 0, static (work, _) => work.OnDeferred());
        }
    }

    /// <summary>Whether a defect has cost its owner and nobody else; otherwise the caller lets it go on up.</summary>
    internal bool TryContain(object owner, Exception defect, Block? block = null) =>
        Defects?.TryContain(owner, defect, block) ?? false;

    /// <summary>Does a piece of an owner's work for which no channel calls; a defect in it costs that owner.</summary>
    internal void Run<TOwner, TArgument>(
        TOwner owner,
        TArgument argument,
        Action<TOwner, TArgument> work
    )
        where TOwner : class
    {
        try
        {
            work(owner, argument);
        }
        catch (Exception defect)
        {
            if (!TryContain(owner, defect))
            {
                throw;
            }
        }
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
