// Whether a backend tolerates connections that wait for their client. Owned by its BackendState; all workers report to it.

using Weir.Configuration;

namespace Weir.Proxy.Backends;

/// <summary>
/// Counts the fresh connections that the backend closed before a client came. A server that waits for a login gives up after some seconds,
/// logs a failed handshake, and after enough of them (MySQL) refuses the whole address: too many in a row, and no more are opened for a while.
/// Thread-safe.
/// </summary>
public sealed class WarmLosses
{
    private readonly Lock _lock = new();
    private int _inRow;
    private long _lastUs = long.MinValue;
    private long _pausedUntilUs;
    private volatile bool _isPaused;

    /// <summary>True while no connection is to wait there.</summary>
    public bool IsPaused => _isPaused;

    /// <summary>
    /// The backend closed a connection opened at <paramref name="openedUs"/> that no client had used; returns true if that begins a pause.
    /// Those that were open already when the last one was lost say nothing new: a server that restarts closes all at once.
    /// </summary>
    public bool OnLost(long openedUs, long nowUs)
    {
        lock (_lock)
        {
            if (_isPaused || openedUs < _lastUs)
            {
                return false;
            }

            _lastUs = nowUs;
            if (++_inRow < Limits.MaxWarmLosses)
            {
                return false;
            }

            _inRow = 0;
            _pausedUntilUs = nowUs + (Limits.WarmPauseMs * 1000L);
            _isPaused = true;
            return true;
        }
    }

    /// <summary>A client found one in time, or the backend is down, which explains what was lost: the row ends.</summary>
    public void EndRow()
    {
        if (Volatile.Read(ref _inRow) != 0)
        {
            lock (_lock)
            {
                _inRow = 0;
            }
        }
    }

    /// <summary>Ends a pause that is over.</summary>
    public void Tick(long nowUs)
    {
        if (_isPaused && nowUs >= Volatile.Read(ref _pausedUntilUs))
        {
            _isPaused = false;
        }
    }
}
