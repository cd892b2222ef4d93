// What the log thread serves: something that has lines to write. Its queue is filled from anywhere; everything else in
// it belongs to the log thread.

namespace Weir.Logging;

/// <summary>A log with its own queue and place, served by a <see cref="LogPump"/>.</summary>
internal abstract class LogStream
{
    /// <summary>A place without room is tried again after this long.</summary>
    protected const int RetryMs = 20;

    private volatile bool _reopen;
    private volatile bool _close;

    /// <summary>Whether the log thread has to part with it after serving it once more.</summary>
    public bool IsClosing => _close;

    /// <summary>Log thread only: whether lines wait for room in their place.</summary>
    public abstract bool IsBlocked { get; }

    /// <summary>Asks for the file to be reopened, after it was moved away. Any thread.</summary>
    public void RequestReopen() => _reopen = true;

    /// <summary>Asks for the end: what waits is written, then the place is closed, all on the log thread. Any thread.</summary>
    protected void RequestClose() => _close = true;

    /// <summary>Log thread only, once: lets go of the place.</summary>
    public abstract void Close();

    /// <summary>Log thread only: writes what waits. <paramref name="final"/>: holds nothing back for later.
    /// Returns in how many milliseconds there is more to do, or <see cref="Timeout.Infinite"/>.</summary>
    public int Serve(bool final)
    {
        if (_reopen)
        {
            _reopen = false;
            Reopen();
        }

        return Drain(final);
    }

    protected abstract int Drain(bool final);

    protected abstract void Reopen();
}
