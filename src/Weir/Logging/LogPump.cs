// The thread weir-log: the only one that writes to log files and standard streams. One thread for all logs, so that
// lines of two logs on one stream never mix.

namespace Weir.Logging;

/// <summary>Serves log streams whenever one is woken.</summary>
internal sealed class LogPump : IDisposable
{
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly Lock _streamsGate = new();
    private readonly Lock _startGate = new();
    private readonly object _flushGate = new();
    private LogStream[] _streams = [];
    private Thread? _thread;
    private long _flushesWanted;
    private long _flushesDone;
    private volatile bool _stopping;

    public void Add(LogStream stream)
    {
        lock (_streamsGate)
        {
            _streams = [.. _streams, stream];
        }
    }

    /// <summary>Starts the thread; it never keeps the process alive.</summary>
    public void Start()
    {
        lock (_startGate)
        {
            if (_thread is null)
            {
                _thread = new Thread(Run) { Name = "weir-log", IsBackground = true };
                _thread.Start();
            }
        }
    }

    /// <summary>Says that a stream has something to do. Any thread, never blocks.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Reopens the files of all logs. Any thread.</summary>
    public void Reopen()
    {
        foreach (LogStream stream in Volatile.Read(ref _streams))
        {
            stream.RequestReopen();
        }

        Wake();
    }

    /// <summary>Waits until all that was logged before is written, or the time is over (false): a full pipe whose
    /// reader sleeps must not hold up the end of the process.</summary>
    public bool Flush(TimeSpan timeout)
    {
        long deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        lock (_flushGate)
        {
            long ticket = ++_flushesWanted;
            Wake();
            while (_flushesDone < ticket)
            {
                long remaining = deadline - Environment.TickCount64;
                if (remaining <= 0 || !Monitor.Wait(_flushGate, (int)remaining))
                {
                    return _flushesDone >= ticket;
                }
            }
        }

        return true;
    }

    /// <summary>Log thread, or a test in its place: serves every stream once.</summary>
    internal int ServeAll()
    {
        long ticket;
        bool final;
        lock (_flushGate)
        {
            ticket = _flushesWanted;
            final = _flushesDone < ticket;
        }

        int waitMs = Timeout.Infinite;
        bool isBlocked = false;
        foreach (LogStream stream in Volatile.Read(ref _streams))
        {
            // Asked before serving, so that what was logged before the close is written.
            bool isClosing = stream.IsClosing;
            int dueMs = stream.Serve(final || isClosing);
            if (isClosing)
            {
                Remove(stream);
                stream.Close();
                continue;
            }

            isBlocked |= stream.IsBlocked;
            if (dueMs >= 0 && (waitMs < 0 || dueMs < waitMs))
            {
                waitMs = dueMs;
            }
        }

        if (!isBlocked)
        {
            lock (_flushGate)
            {
                _flushesDone = ticket;
                Monitor.PulseAll(_flushGate);
            }
        }

        return waitMs;
    }

    /// <summary>Ends the thread after what it is writing; call <see cref="Flush"/> before.</summary>
    public void Dispose()
    {
        _stopping = true;
        Wake();
        // The event is left to the garbage collector: whoever still logs may wake us to the last.
        _thread?.Join(TimeSpan.FromSeconds(1));
    }

    private void Remove(LogStream stream)
    {
        lock (_streamsGate)
        {
            _streams = Array.FindAll(_streams, other => other != stream);
        }
    }

    private void Run()
    {
        while (!_stopping)
        {
            int waitMs = ServeAll();
            _wake.WaitOne(waitMs);
        }

        ServeAll();
    }
}
