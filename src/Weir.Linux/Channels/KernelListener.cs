// What the listeners of both engines have in common: turns, pauses while the process is full, and how they stop.
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux.Channels;

/// <summary>Pauses when descriptors or memory run out, so that a full process does not spin.</summary>
internal abstract class KernelListener(KernelReactor host, IListenerOwner owner) : Listener
{
    protected const int AcceptsPerVisit = 64;
    private const long PauseUs = 100_000;
    private const long ReportEveryUs = 1_000_000;

    // Under a flood of connections the queue never runs dry; stopping does not wait longer than this for it.
    private const long StopWithinUs = 1_000_000;

    private bool _isQueued;
    private ulong _openFiles;
    private long _reportAgainUs;
    private long _stopByUs = long.MaxValue;

    /// <summary>When a pause ends; in the past when there is none.</summary>
    internal long ResumeUs { get; private set; }

    /// <summary>Its slot; set once by the engine's own part.</summary>
    protected ulong Token { get; init; }

    protected bool IsPaused => ResumeUs > host.NowUs;

    protected bool IsStopping => _stopByUs != long.MaxValue;

    /// <summary>What is still in the queue has had its time.</summary>
    protected bool IsStopOverdue => _stopByUs <= host.NowUs;

    /// <summary>-1 once closed.</summary>
    protected abstract int Descriptor { get; }

    public abstract void Abandon();

    public override void Stop()
    {
        if (Descriptor >= 0 && !IsStopping)
        {
            _stopByUs = host.NowUs + StopWithinUs;
            OnStopping();
            Queue();
        }
    }

    /// <summary>The pause is over. Whatever told of connections did so long ago, so the queue is looked at in any case.</summary>
    internal void Resume()
    {
        if (Descriptor >= 0)
        {
            Queue();
        }
    }

    protected virtual void OnStopping() { }

    protected void BeginVisit()
    {
        _isQueued = false;
        _openFiles = ResourceLimits.OpenFiles; // it may be changed at any time (prlimit(1))
    }

    /// <inheritdoc cref="ReserveDescriptor.Keep"/>
    protected int Keep(int accepted) => ReserveDescriptor.Keep(accepted, _openFiles);

    protected void Queue()
    {
        if (!_isQueued)
        {
            _isQueued = true;
            host.Turns.Schedule(Token);
        }
    }

    /// <summary>Accepting failed by an errno that is not one connection's fault.</summary>
    protected void OnFailed(int errno)
    {
        if (errno is Errno.EMFILE or Errno.ENFILE)
        {
            host.Reserve.ShedOne(Descriptor);
        }

        long nowUs = host.NowUs;
        if (nowUs >= _reportAgainUs)
        {
            _reportAgainUs = nowUs + ReportEveryUs;
            owner.OnAcceptFailed(this, ErrnoMap.ToStatus(errno));
        }

        // What is left in a stopping listener's queue is reset by closing it.
        if (!StopIf(IsStopping) && Descriptor >= 0)
        {
            ResumeUs = nowUs + PauseUs;
            host.Turns.Pause(this);
        }
    }

    /// <summary>Makes a channel of an accepted connection; -errno when the engine cannot watch it.</summary>
    protected int Deliver(int fd, in SocketEndpoint remote)
    {
        KernelChannel channel = host.RentChannel();
        int result = channel.Accepted(fd, remote);
        if (result < 0)
        {
            channel.Reset();
            return result;
        }

        owner.OnAccepted(this, channel);
        return 0;
    }

    protected bool StopIf(bool isDue)
    {
        if (isDue)
        {
            Abandon();
            owner.OnStopped(this);
        }

        return isDue;
    }
}
