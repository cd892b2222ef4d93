// The I/O port: one thread's event loop. EpollReactor and UringReactor run on the kernel, SimReactor on virtual time.
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Io;

/// <summary>All I/O of one thread. Every member but <see cref="Wake"/> is for that thread alone.</summary>
public abstract class Reactor(BlockPool blocks) : IDisposable
{
    public BlockPool Blocks { get; } = blocks;

    /// <summary>How late it comes to what is ready.</summary>
    public LoopLag Lag { get; } = new();

    /// <summary>The engine's name in logs and metrics: <c>epoll</c>, <c>io_uring</c> or <c>sim</c>.</summary>
    public abstract string EngineName { get; }

    /// <summary>Microseconds of a monotonic clock, read once a turn: all that happens in one turn has one time.</summary>
    public abstract long NowUs { get; }

    /// <summary>Starts to accept on a socket, which this reactor owns from now on.</summary>
    public abstract Listener Accept(ListenSocket socket, IListenerOwner owner, object? tag);

    /// <summary>
    /// Starts to connect. Always completes by <see cref="IChannelOwner.OnConnected"/>, also when it fails at once. No deadline of its own.
    /// With <paramref name="fastOpen"/> (RFC 7413) a server that was met before is taken for connected at once: the first bytes sent go out
    /// with the SYN, and a refusal is found by the first receive.
    /// </summary>
    public abstract Channel Connect(
        in SocketEndpoint address,
        IChannelOwner owner,
        bool fastOpen = false
    );

    /// <summary>Ends the wait of <see cref="RunOnce"/>; from any thread.</summary>
    public abstract void Wake();

    /// <summary>One turn: waits at most <paramref name="maxWaitMs"/> for events, then delivers completions.</summary>
    public abstract void RunOnce(int maxWaitMs);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
