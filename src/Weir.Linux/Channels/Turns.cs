// What the turns of both engines have in common, whatever the kernel is asked by: who is due, who waits for memory or for the end of a
// pause, and the channels that are used again. Owned by its reactor.
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Linux.Channels;

/// <summary>A turn begins with <see cref="Begin"/>, then the reactor asks the kernel, notes what it says, and calls <see cref="VisitDue"/>.</summary>
internal sealed class Turns : IDisposable
{
    // 256 visits that each copy 62 KiB take about 5 ms: the longest that timers, mailboxes and new events wait.
    private const int VisitsPerTurn = 256;
    private const int MaxSpareChannels = 1024;

    private readonly BlockPool _blocks;
    private readonly VisitQueue _ready;
    private readonly RingQueue<ulong> _starved = new();
    private readonly List<KernelListener> _paused = [];
    private readonly List<KernelChannel> _closed = [];
    private readonly Stack<KernelChannel> _spare = new();
    private readonly LingerQueue _lingers;

    internal Turns(BlockPool blocks, LoopLag lag)
    {
        _blocks = blocks;
        _ready = new VisitQueue(VisitsPerTurn, lag);
        _lingers = new(Slots);
    }

    /// <summary>Microseconds of a monotonic clock, read once a turn.</summary>
    internal long NowUs { get; private set; } = ReadClockUs();

    internal WakeSignal Wake { get; } = new();

    internal SlotTable Slots { get; } = new();

    /// <summary>True while receives wait for the pool.</summary>
    internal bool HasStarved => _starved.Count > 0;

    /// <summary>Asks for a visit in this turn or the next.</summary>
    internal void Schedule(ulong token) => _ready.Enqueue(token);

    /// <summary>Asks for a visit once the pool has a block.</summary>
    internal void Starve(ulong token) => _starved.Enqueue(token);

    /// <summary>Asks for <see cref="KernelListener.Resume"/> at its time.</summary>
    internal void Pause(KernelListener listener) => _paused.Add(listener);

    internal bool TryTakeSpare([NotNullWhen(true)] out KernelChannel? channel) =>
        _spare.TryPop(out channel);

    /// <summary>The channel is closed; it is used again after the turn, when no caller on the stack can still hold it.</summary>
    internal void Retire(KernelChannel channel) => _closed.Add(channel);

    /// <summary>The kernel tells of a wake-up.</summary>
    internal void OnWake() => _ready.OnMark();

    /// <summary>Lets the target go on until then, see <see cref="ISlotTarget.LingerUntilUs"/>.</summary>
    internal void Linger(ulong token, long untilUs) => _lingers.Add(token, untilUs);

    /// <summary>Before the kernel is asked: serves the starved from what the pool has got back, and looks how late the reactor is.</summary>
    internal void Begin()
    {
        int free = _blocks.MaxBlocks - _blocks.RentedCount;
        while (free > 0 && _starved.TryDequeue(out ulong token))
        {
            if (Slots.Find(token) is KernelChannel channel)
            {
                channel.Promote();
                free--;
            }
        }

        // What waits does so in the kernel's queue, then in our own: the mark goes through both.
        if (_ready.IsLookDue(NowUs))
        {
            _ready.BeginLook(ReadClockUs());
            Wake.Raise();
        }
    }

    /// <summary>How long the kernel may wait for events, at most as long as asked for (-1: for ever).</summary>
    internal int WaitMs(int maxWaitMs)
    {
        if (_ready.Count > 0)
        {
            return 0;
        }

        long deadlineUs = _lingers.NextDeadlineUs;
        foreach (KernelListener listener in _paused)
        {
            deadlineUs = long.Min(deadlineUs, listener.ResumeUs);
        }

        if (deadlineUs == long.MaxValue)
        {
            return maxWaitMs;
        }

        long untilMs = long.Max(0, (deadlineUs - ReadClockUs() + 999) / 1000);
        return maxWaitMs < 0 ? (int)untilMs : (int)long.Min(untilMs, maxWaitMs);
    }

    /// <summary>The kernel has answered: the turn's time begins.</summary>
    internal void ReadClock() => NowUs = ReadClockUs();

    /// <summary>Delivers: ends what lingered too long, then visits who is due, then takes back the channels that were closed.</summary>
    internal void VisitDue()
    {
        _lingers.Expire(NowUs);
        ResumeListeners();
        for (
            int visits = 0;
            visits < VisitsPerTurn && _ready.TryDequeue(NowUs, out ulong due);
            visits++
        )
        {
            Slots.Find(due)?.Visit();
        }

        RecycleClosed();
    }

    public void Dispose() => Wake.Dispose();

    internal static long ReadClockUs() =>
        (long)(Stopwatch.GetTimestamp() * (1e6 / Stopwatch.Frequency));

    private void ResumeListeners()
    {
        for (int index = _paused.Count - 1; index >= 0; index--)
        {
            KernelListener listener = _paused[index];
            if (listener.ResumeUs <= NowUs)
            {
                _paused.RemoveAt(index);
                listener.Resume();
            }
        }
    }

    private void RecycleClosed()
    {
        foreach (KernelChannel channel in _closed)
        {
            channel.Recycle();
            if (_spare.Count < MaxSpareChannels)
            {
                _spare.Push(channel);
            }
            else
            {
                Slots.Remove(channel.Token);
            }
        }

        _closed.Clear();
    }
}
