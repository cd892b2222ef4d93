// The I/O port on epoll(7): one thread's event loop. Channels and listeners queue themselves; the loop visits them.
using System.Runtime.CompilerServices;
using Weir.Linux.Channels;
using Weir.Linux.Native;
using Weir.Proxy.Io;

namespace Weir.Linux.Epoll;

/// <summary>
/// A turn: wait, note the whole batch of events, then visit what is due. A visit makes at most one receive and one send and
/// delivers their completions; what its owner asks for meanwhile goes to the end of the queue, so nobody is starved or re-entered.
/// Every member but <see cref="Reactor.Wake"/> is for the thread that runs <see cref="RunOnce"/>.
/// </summary>
public sealed class EpollReactor : KernelReactor
{
    private const ulong WakeToken = ulong.MaxValue; // no slot has this index
    private const int EventsPerTurn = 256;

    private readonly EpollInstance _epoll = new(EventsPerTurn);

    /// <summary>Opens the epoll instance; an <see cref="IOException"/> says why it cannot.</summary>
    public EpollReactor(BlockPool blocks)
        : base(blocks) => _epoll.Add(Turns.Wake.Fd, WakeToken);

    public override string EngineName => "epoll";

    public override void RunOnce(int maxWaitMs)
    {
        Errno.Prepare();
        Turns.Begin();
        int count = _epoll.Wait(Turns.WaitMs(HasDeferred ? 0 : maxWaitMs));
        Turns.ReadClock();
        for (int index = 0; index < count; index++)
        {
            uint events = _epoll.EventAt(index, out ulong token);
            if (token == WakeToken)
            {
                Turns.OnWake();
            }
            else
            {
                // Whoever has a slot here is one: this reactor's channels and listeners.
                Unsafe.As<IEpollTarget>(Slots.Find(token))?.OnEvents(events);
            }
        }

        Turns.VisitDue();
        RunDeferred();
    }

    internal int Watch(int fd, ulong token) => _epoll.Add(fd, token);

    internal int WatchListener(int fd, ulong token) => _epoll.AddListener(fd, token);

    internal void Unwatch(int fd) => _epoll.Remove(fd);

    private protected override KernelChannel NewChannel() => new EpollChannel(this);

    private protected override KernelListener NewListener(int fd, IListenerOwner owner) =>
        new EpollListener(this, fd, owner);

    private protected override void CloseEngine() => _epoll.Dispose();
}
