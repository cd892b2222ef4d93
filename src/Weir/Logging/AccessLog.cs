// The access log: one line for each http request. Sessions hand over a record by value; the log thread formats and
// writes it. Shared by all threads.
using System.Buffers;
using System.Runtime.InteropServices;
using Weir.Proxy.Configuration;
using Weir.Proxy.Events;
using Weir.Proxy.Primitives;

namespace Weir.Logging;

/// <summary>Writes access records. <see cref="Write"/> may be called from any thread and never blocks: when the queue is
/// full the record is dropped, counted, and told in an <c>error</c> event.</summary>
internal sealed class AccessLog : LogStream, IDisposable
{
    /// <summary>Records that may wait: about 200 bytes each beside their texts, so some 3 MiB.</summary>
    public const int DefaultCapacity = 16 * 1024;

    private readonly LogPump _pump;
    private readonly LogOutput _output;
    private readonly Logger _errors;
    private readonly LineBatch _batch;
    private readonly AccessLineFormatter _formatter;
    private readonly ArrayBufferWriter<byte> _line = new(1024);
    private readonly TimeProvider _time;
    private readonly Mailbox<Entry> _queue;
    private readonly int _capacity;
    private long _dropped;

    public AccessLog(
        LogPump pump,
        LogOutput output,
        AccessLogFormat format,
        Logger errors,
        int capacity = DefaultCapacity,
        TimeProvider? time = null
    )
    {
        _pump = pump;
        _output = output;
        _errors = errors;
        _batch = new LineBatch(output);
        _formatter = new AccessLineFormatter(format);
        _time = time ?? TimeProvider.System;
        _capacity = capacity;
        _queue = new Mailbox<Entry>(capacity, pump.Wake);
        pump.Add(this);
    }

    /// <summary>Opens the access log that the configuration asks for, or returns null when it is off. A file that
    /// cannot be opened is told by <paramref name="problem"/>; lines are lost until it can.</summary>
    public static AccessLog? Open(
        LogPump pump,
        AccessLogConfig config,
        Logger errors,
        out string? problem
    )
    {
        problem = null;
        if (!config.Enabled)
        {
            return null;
        }

        LogOutput output = string.Equals(config.Path, "stdout", StringComparison.Ordinal)
            ? LogOutput.StandardOutput()
            : LogOutput.ToFile(config.Path);
        problem = output.LastError;
        return new AccessLog(pump, output, config.Format, errors);
    }

    public void Write(in AccessRecord record)
    {
        if (!_queue.TryPost(new Entry(_time.GetUtcNow(), record)))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    /// <summary>Ends this log once what waits is written; what is logged later is lost.</summary>
    public void Dispose()
    {
        RequestClose();
        _pump.Wake();
    }

    public override void Close()
    {
        _output.Dispose();
        _formatter.Dispose();
    }

    protected override int Drain(bool final)
    {
        _queue.BeginReceive();
        for (int i = 0; i < _capacity && _queue.TryReceive(out Entry entry); i++)
        {
            _line.ResetWrittenCount();
            _formatter.Format(entry.Time, in entry.Record, _line);
            _batch.AppendLine(_line.WrittenSpan);
        }

        _batch.Write();
        long dropped = Interlocked.Exchange(ref _dropped, 0);
        if (dropped > 0)
        {
            _errors.Lost("accessLog", "records were dropped, the log cannot keep up", dropped);
        }

        if (_batch.LostLines > 0)
        {
            _errors.Lost("accessLog", "lines were lost: " + _batch.LostReason, _batch.LostLines);
            _batch.LostLines = 0;
        }

        return _queue.IsEmpty ? Timeout.Infinite : 0;
    }

    protected override void Reopen()
    {
        if (!_output.Reopen())
        {
            _errors.Error(
                "accessLog",
                "cannot reopen the file, the old one goes on: " + _output.LastError
            );
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly struct Entry(DateTimeOffset time, in AccessRecord record)
    {
        public readonly DateTimeOffset Time = time;
        public readonly AccessRecord Record = record;
    }
}
