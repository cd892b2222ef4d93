// Notices that the configuration file has other content. It reads the file twice a second instead of using inotify: editors write in
// place, deployment tools rename over it, Kubernetes swaps a symbolic link of its directory, and network file systems send no events;
// opening the path again sees all of them and never looks at files beside it. Times and sizes are not trusted, since reproducible
// builds keep them. A few kilobytes from the page cache each half second cost nothing that can be measured.
using Weir.Linux;

namespace Weir.Reload;

/// <summary>Calls back once for each real change of the content of one file. One that does not answer, on a network file system perhaps, holds up
/// this watcher and nobody else.</summary>
internal sealed class ConfigWatcher : IDisposable
{
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(500);

    private readonly string _path;
    private readonly Action<byte[]> _changed;
    private readonly Action<string> _failed;
    private readonly TimeSpan _interval;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private byte[] _told;
    private byte[] _seen;
    private string? _trouble;
    private volatile bool _disposed;

    /// <summary>Starts watching a regular file. <paramref name="loadedContent"/> is what was read when the configuration
    /// was loaded, so that a change between that moment and this one is seen too. <paramref name="changed"/> gets the new content
    /// on a pool thread, never twice at one time; <paramref name="failed"/> is told why the file cannot be read, once for each reason
    /// until it can.</summary>
    public ConfigWatcher(
        string path,
        ReadOnlySpan<byte> loadedContent,
        Action<byte[]> changed,
        Action<string> failed,
        TimeProvider? time = null,
        TimeSpan? interval = null
    )
    {
        _path = Path.GetFullPath(path);
        _changed = changed;
        _failed = failed;
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

    /// <summary>No new look begins. One under way is not waited for: the file may not answer, and the process wants to end.</summary>
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
            lock (_gate)
            {
                if (!_disposed)
                {
                    // Set again after each look, so that a slow disk never piles them up.
                    _timer.Change(_interval, Timeout.InfiniteTimeSpan);
                }
            }
        }
    }

    /// <summary>A change counts when two looks in a row find the same new content: a writer in place may be half done
    /// at the first. It is told at most two intervals after it was made.</summary>
    private void Look()
    {
        FileContent found = FileReader.Read(_path, isRegularOnly: true);
        if (_disposed)
        {
            return;
        }

        if (found.Fault != InputFault.None)
        {
            Tell(found);
            return;
        }

        _trouble = null;
        bool isSettled = found.Bytes.AsSpan().SequenceEqual(_seen);
        _seen = found.Bytes;
        if (isSettled && !found.Bytes.AsSpan().SequenceEqual(_told))
        {
            _told = found.Bytes;
            _changed(found.Bytes);
        }
    }

    // Between the delete and the create of a clumsy writer there is no file; that is nothing to tell.
    private void Tell(in FileContent found)
    {
        bool isNew = !string.Equals(_trouble, found.Problem, StringComparison.Ordinal);
        _trouble = found.Problem;
        if (isNew && found.Fault != InputFault.Missing)
        {
            _failed($"cannot read {_path}: {found.Problem}; the configuration in force stays");
        }
    }
}
