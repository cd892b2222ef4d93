// The event log: one JSON object a line. Callers put their line together on their own thread in a reused buffer and
// never wait; the log thread writes. Shared by all threads.
using System.Collections.Concurrent;
using System.Text.Json;
using Weir.Configuration.Process;
using Weir.Proxy.Metrics;
using Weir.Proxy.Primitives;

namespace Weir.Logging;

/// <summary>Writes events. <see cref="Write{TState}"/> may be called from any thread and never blocks: when the queue is
/// full the event is dropped, and an <c>error</c> event tells later how many were.</summary>
internal sealed class Logger : LogStream, IDisposable
{
    /// <summary>Events that may wait. At about 300 bytes each this is 2.5 MiB, and some milliseconds of a busy log.</summary>
    public const int DefaultCapacity = 8192;

    private readonly LogPump _pump;
    private LogOutput _output; // the log thread's, like the batch
    private LineBatch _batch;
    private LogOutput? _next;
    private readonly TimeProvider _time;
    private readonly Mailbox<LogLine> _queue;
    private readonly ConcurrentQueue<LogLine> _free = new();
    private readonly ErrorCollapser _collapser = new();
    private readonly LogDrops _drops;
    private readonly LogCondition? _condition;
    private readonly int _capacity;
    private volatile int _level;
    private int _lines;
    private long _dropped;
    private long _lostCounted; // of what the batch has lost

    public Logger(
        LogPump pump,
        LogOutput output,
        LogLevel level,
        int capacity = DefaultCapacity,
        TimeProvider? time = null,
        LogDrops? drops = null,
        LogHealth? health = null
    )
    {
        _drops = drops ?? new LogDrops();
        _condition = health is null ? null : new LogCondition(health, "the log");
        _pump = pump;
        _output = output;
        _batch = new LineBatch(output);
        _time = time ?? TimeProvider.System;
        _capacity = capacity;
        _level = (int)level;
        _queue = new Mailbox<LogLine>(capacity, pump.Wake);
        pump.Add(this);
    }

    /// <summary>Opens the log that the configuration asks for. Where its file cannot be opened, lines are lost until it can.</summary>
    public static Logger Open(
        LogPump pump,
        LoggingConfig config,
        LogDrops drops,
        LogHealth health
    ) => new(pump, OutputOf(config), config.Level, drops: drops, health: health);

    /// <summary>Goes on where <paramref name="config"/> says, from about now on. A file that cannot be opened is told like one that fails later.</summary>
    public void MoveTo(LoggingConfig config)
    {
        Interlocked.Exchange(ref _next, OutputOf(config))?.Dispose();
        _pump.Wake();
    }

    public bool IsEnabled(LogLevel level) => (int)level >= _level;

    /// <summary>Changes the least severe level, after a reload.</summary>
    public void SetLevel(LogLevel level) => _level = (int)level;

    /// <summary>Logs an event without fields.</summary>
    public void Write(LogLevel level, string eventName) =>
        Write(level, eventName, 0, static (_, _) => { });

    /// <summary>Logs an event. <paramref name="fields"/> should be static and adds its properties to the open
    /// object; it runs at once, on this thread. <paramref name="count"/> above 0 becomes a property of that name.</summary>
    public void Write<TState>(
        LogLevel level,
        string eventName,
        TState state,
        Action<Utf8JsonWriter, TState> fields,
        long count = 0
    )
    {
        if (!IsEnabled(level))
        {
            return;
        }

        LogLine? line = Rent();
        if (line is null)
        {
            Interlocked.Increment(ref _dropped);
            return;
        }

        line.Begin(_time.GetUtcNow(), level, eventName, count);
        fields(line.Writer, state);
        line.End();
        // As many lines exist as the queue takes, so it is never full.
        _queue.Post(line);
    }

    /// <summary>Logs an <c>error</c> event; equal ones in a row become one with a count.</summary>
    public void Error(string source, string message) =>
        Write(
            LogLevel.Error,
            LogNames.Error,
            (source, message),
            static (writer, state) =>
            {
                writer.WriteString("source"u8, state.source);
                writer.WriteString("message"u8, state.message);
            }
        );

    /// <summary>Logs that <paramref name="count"/> things of a kind went missing; equal ones in a row become one with the sum.</summary>
    public void Lost(string source, string message, long count) =>
        Write(
            LogLevel.Error,
            LogNames.Error,
            (source, message),
            static (writer, state) =>
            {
                writer.WriteString("source"u8, state.source);
                writer.WriteString("message"u8, state.message);
            },
            count
        );

    /// <summary>Waits until everything logged so far is written; false when the time was too short.</summary>
    public bool Flush(TimeSpan timeout) => _pump.Flush(timeout);

    /// <summary>Ends this log once what waits is written; what is logged later is lost.</summary>
    public void Dispose()
    {
        RequestClose();
        _pump.Wake();
    }

    public override bool IsBlocked => _batch.IsBlocked;

    public override void Close() => _output.Dispose();

    private long NowMs => _time.GetTimestamp() * 1000 / _time.TimestampFrequency;

    protected override int Drain(bool final)
    {
        long nowMs = NowMs;
        _queue.BeginReceive();
        TakeNextOutput();
        if (_batch.IsBlocked)
        {
            _batch.Write();
        }

        // Bounded, so that the other logs get their turn while this one is flooded.
        for (
            int i = 0;
            i < _capacity && !_batch.IsBlocked && _queue.TryReceive(out LogLine line);
            i++
        )
        {
            if (!line.IsError || _collapser.Admit(line.Text, long.Max(1, line.Count), nowMs))
            {
                _batch.AppendLine(
                    line.Count > 0 ? ErrorCollapser.WithCount(line.Text, line.Count) : line.Text
                );
            }

            Return(line);
        }

        if (_batch.IsBlocked)
        {
            return RetryMs;
        }

        TellDropped();
        int dueMs = _collapser.Expire(nowMs, final, _batch);
        bool works = _batch.Write();
        TellLost(works);
        _condition?.OnWritten(_batch, nowMs);
        if (_batch.IsBlocked)
        {
            return RetryMs;
        }

        return _queue.IsEmpty ? dueMs : 0;
    }

    protected override void Reopen()
    {
        bool isOpen = _output.Reopen();
        if (!isOpen)
        {
            TellCount("cannot reopen the log file, the old one goes on: " + _output.LastError, 0);
        }

        _condition?.OnReopened(isOpen, _output.LastError, NowMs);
    }

    private void TakeNextOutput()
    {
        if (Interlocked.Exchange(ref _next, null) is { } next)
        {
            _batch.Write();
            _output.Dispose();
            _condition?.End();
            _output = next;
            _batch = new LineBatch(next);
        }
    }

    private static LogOutput OutputOf(LoggingConfig config) =>
        config.Mode switch
        {
            LogMode.Stderr => LogOutput.StandardError(),
            LogMode.File => LogOutput.ToFile(config.FilePath),
            _ => LogOutput.StandardOutput(),
        };

    private LogLine? Rent()
    {
        if (_free.TryDequeue(out LogLine? line))
        {
            return line;
        }

        if (Interlocked.Increment(ref _lines) > _capacity)
        {
            Interlocked.Decrement(ref _lines);
            return null;
        }

        return new LogLine();
    }

    private void Return(LogLine line)
    {
        if (line.IsReusable)
        {
            _free.Enqueue(line);
            return;
        }

        line.Dispose();
        Interlocked.Decrement(ref _lines);
    }

    private void TellDropped()
    {
        long dropped = Interlocked.Exchange(ref _dropped, 0);
        if (dropped > 0)
        {
            _drops.CountEvents(dropped);
            TellCount("events were dropped, the log cannot keep up", dropped);
        }
    }

    // Lines that the output refused are told once it takes something again.
    private void TellLost(bool outputWorks)
    {
        long lost = _batch.LostLines;
        // Counted at once: while the place refuses them, the count is what tells of them.
        _drops.CountEvents(lost - _lostCounted);
        _lostCounted = lost;
        if (!outputWorks || lost == 0)
        {
            return;
        }

        _batch.LostLines = _lostCounted = 0;
        TellCount("log lines were lost: " + _batch.LostReason, lost);
        if (!_batch.Write())
        {
            _batch.LostLines = _lostCounted = lost;
        }
    }

    private void TellCount(string message, long count)
    {
        using var line = new LogLine();
        line.Begin(_time.GetUtcNow(), LogLevel.Error, LogNames.Error);
        line.Writer.WriteString("source"u8, "log"u8);
        line.Writer.WriteString("message"u8, message);
        if (count > 0)
        {
            line.Writer.WriteNumber("count"u8, count);
        }

        line.End();
        _batch.AppendLine(line.Text);
    }
}
