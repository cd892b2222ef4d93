// Notices that the configuration file has other content. It reads the file twice a second instead of using inotify: editors write in
// place, deployment tools rename over it, Kubernetes swaps a symbolic link of its directory, and network file systems send no events;
// opening the path again sees all of them and never looks at files beside it. Times and sizes are not trusted, since reproducible
// builds keep them. A few kilobytes from the page cache each half second cost nothing that can be measured.

namespace Weir;

/// <summary>Calls back once for each real change of the content of one file.</summary>
internal sealed class ConfigWatcher : IDisposable
{
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(500);

    private readonly string _path;
    private readonly Action _changed;
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private byte[] _told;
    private byte[] _seen;
    private bool _disposed;

    /// <summary>Starts watching a regular file. <paramref name="loadedContent"/> is what was read when the configuration
    /// was loaded, so that a change between that moment and this one is seen too. <paramref name="changed"/> comes
    /// on a pool thread, never twice at one time.</summary>
    public ConfigWatcher(
        string path,
        ReadOnlySpan<byte> loadedContent,
        Action changed,
        TimeProvider? time = null,
        TimeSpan? interval = null
    )
    {
        _path = Path.GetFullPath(path);
        _changed = changed;
        _told = loadedContent.ToArray();
        _seen = _told;
        _interval = interval ?? DefaultInterval;
        _timer = (time ?? TimeProvider.System).CreateTimer(
            static self => ((ConfigWatcher)self!).OnTimer(), // the state given below
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
        _timer.Change(_interval, Timeout.InfiniteTimeSpan);
    }

    /// <summary>After it returns no more calls come.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _timer.Dispose();
        }
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            try
            {
                Look();
            }
            finally
            {
                // Set anew after each look, so that a slow disk never piles them up.
                _timer.Change(_interval, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>A change counts when two looks in a row find the same new content: a writer in place may be half done
    /// at the first. It is told at most two intervals after it was made.</summary>
    private void Look()
    {
        byte[] found;
        try
        {
            found = File.ReadAllBytes(_path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Between the delete and the create of a clumsy writer there is no file; the old configuration holds.
            return;
        }

        bool isSettled = found.AsSpan().SequenceEqual(_seen);
        _seen = found;
        if (isSettled && !found.AsSpan().SequenceEqual(_told))
        {
            _told = found;
            _changed();
        }
    }
}
