// The access log: one line for each http request. Each worker hands its records over through a ring of its own; the log thread formats
// and writes them. Written to by workers, otherwise owned by the log thread.
using Weir.Configuration;
using Weir.Proxy.Events;
using Weir.Proxy.Metrics;

namespace Weir.Logging;

/// <summary>Writes access records. <see cref="Write"/> never blocks a worker: when its ring is full the record is dropped, counted, and
/// told in an <c>error</c> event.</summary>
internal sealed class AccessLog : LogStream, IDisposable
{
    /// <summary>While requests come, records are written this often and nobody is woken for one; an idle log sleeps, and is.</summary>
    private const int PaceMs = 50;

    private readonly LogPump _pump;
    private readonly LogOutput _output;
    private readonly Logger _errors;
    private readonly LogDrops _drops;
    private readonly LogCondition? _condition;
    private readonly LineBatch _batch;
    private readonly AccessSampler _sampler;
    private readonly AccessLineFormatter _formatter;
    private readonly LineBuffer _line = new();
    private readonly TimeProvider _time;
    private readonly RecordRing[] _rings;
    private int _isAsleep;
    private long _dropped;

    public AccessLog(LogPump pump, LogOutput output, AccessLogOptions options)
    {
        _pump = pump;
        _output = output;
        _errors = options.Errors;
        _drops = options.Drops;
        _condition = options.Health is { } health
            ? new LogCondition(health, "the access log")
            : null;
        _batch = new LineBatch(output);
        _sampler = new AccessSampler(options.Config.Sample, options.Workers);
        _formatter = new AccessLineFormatter(options.Config.Format);
        _time = options.Time;
        _rings =
        [
            .. Enumerable.Range(0, options.Workers).Select(_ => new RecordRing(options.Capacity)),
        ];
        _isAsleep = 1;
        pump.Add(this);
    }

    /// <summary>Opens the access log that the configuration asks for, or returns null when it is off. Where its file cannot be
    /// opened, lines are lost until it can.</summary>
    public static AccessLog? Open(LogPump pump, AccessLogOptions options)
    {
        if (!options.Config.Enabled)
        {
            return null;
        }

        string path = options.Config.Path;
        LogOutput output = string.Equals(path, Defaults.AccessLogPath, StringComparison.Ordinal)
            ? LogOutput.StandardOutput()
            : LogOutput.ToFile(path);
        return new AccessLog(pump, output, options);
    }

    public override bool IsBlocked => _batch.IsBlocked;

    /// <summary>On the thread of the worker that the record names.</summary>
    public void Write(in AccessRecord record)
    {
        if (!_sampler.Takes(in record))
        {
            return;
        }

        if (
            !_rings[record.Worker]
                .TryWrite(_time.GetUtcNow().UtcTicks, in record, out bool isFilling)
        )
        {
            Interlocked.Increment(ref _dropped);
        }

        // The record is published before the look at the flag, as the reader sets the flag before its last look at the rings.
        Interlocked.MemoryBarrier();
        if (isFilling || (_isAsleep == 1 && Interlocked.Exchange(ref _isAsleep, 0) == 1))
        {
            _pump.Wake();
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
        _condition?.End();
    }

    private long NowMs => _time.GetTimestamp() * 1000 / _time.TimestampFrequency;

    protected override int Drain(bool final)
    {
        if (_batch.IsBlocked)
        {
            _batch.Write();
        }

        bool isBusy = false;
        foreach (RecordRing ring in _rings)
        {
            isBusy |= Drain(ring);
        }

        _batch.Write();
        _condition?.OnWritten(_batch, NowMs);
        TellLosses();
        if (_batch.IsBlocked)
        {
            return RetryMs;
        }

        return isBusy ? PaceMs : FallAsleep();
    }

    protected override void Reopen()
    {
        bool isOpen = _output.Reopen();
        if (!isOpen)
        {
            _errors.Error(
                "accessLog",
                "cannot reopen the file, the old one goes on: " + _output.LastError
            );
        }

        _condition?.OnReopened(isOpen, _output.LastError, NowMs);
    }

    // At most one round of the ring, so that the other logs get their turn.
    private bool Drain(RecordRing ring)
    {
        int count = 0;
        while (count < RecordRing.DefaultCapacity && !_batch.IsBlocked && ring.Peek() is { } slot)
        {
            _line.Clear();
            _formatter.Format(slot, _line);
            ring.Release();
            _batch.AppendLine(_line.Written);
            count++;
        }

        return count > 0;
    }

    private int FallAsleep()
    {
        Interlocked.Exchange(ref _isAsleep, 1);
        return Array.TrueForAll(_rings, static ring => ring.IsEmpty) ? Timeout.Infinite : 0;
    }

    private void TellLosses()
    {
        long dropped = Interlocked.Exchange(ref _dropped, 0);
        if (dropped > 0)
        {
            _drops.CountAccess(dropped);
            _errors.Lost("accessLog", "records were dropped, the log cannot keep up", dropped);
        }

        if (_batch.LostLines > 0)
        {
            _drops.CountAccess(_batch.LostLines);
            _errors.Lost("accessLog", "lines were lost: " + _batch.LostReason, _batch.LostLines);
            _batch.LostLines = 0;
        }
    }
}
