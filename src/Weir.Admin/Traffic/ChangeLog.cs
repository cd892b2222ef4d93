// The last changes of backends: health, state, weight.
using System.Globalization;
using Weir.Admin.Views;

namespace Weir.Admin.Traffic;

/// <summary>Thread-safe. Changes are rare, so a lock held for one store costs nobody anything.</summary>
internal sealed class ChangeLog
{
    public const int MaxChanges = 100;

    private readonly Lock _lock = new();
    private readonly Queue<BackendEventView> _changes = new();
    private readonly Dictionary<BackendKey, string> _reasons = [];
    private readonly Dictionary<BackendKey, DateTimeOffset> _restingSince = [];

    /// <summary>Keeps a change; of a backend that has left, the reason of its health is forgotten.</summary>
    public void Add(BackendEventView change, bool isRemoved = false)
    {
        var key = new BackendKey(change.Cluster, change.Address);
        lock (_lock)
        {
            if (isRemoved || change is { State: "ready", Weight: > 0 })
            {
                _restingSince.Remove(key);
            }
            else
            {
                _restingSince.TryAdd(
                    key,
                    DateTimeOffset.Parse(change.Timestamp, CultureInfo.InvariantCulture)
                );
            }

            if (isRemoved)
            {
                _reasons.Remove(key);
            }
            else if (change.Reason is { } reason)
            {
                _reasons[key] = reason;
            }

            if (_changes.Count == MaxChanges)
            {
                _changes.Dequeue();
            }

            _changes.Enqueue(change);
        }
    }

    /// <summary>What last turned the health of a backend, which may be live traffic where the last check says otherwise; null before.</summary>
    public string? ReasonOf(BackendKey backend)
    {
        lock (_lock)
        {
            return _reasons.GetValueOrDefault(backend);
        }
    }

    /// <summary>Since when an operator keeps a backend out of service; null where nobody does.</summary>
    public DateTimeOffset? RestingSince(BackendKey backend)
    {
        lock (_lock)
        {
            return _restingSince.TryGetValue(backend, out DateTimeOffset since) ? since : null;
        }
    }

    /// <summary>Newest first.</summary>
    public BackendEventView[] Read()
    {
        lock (_lock)
        {
            return [.. _changes.Reverse()];
        }
    }
}
