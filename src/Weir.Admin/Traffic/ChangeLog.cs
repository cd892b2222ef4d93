// The last changes of backends (health, state, weight) and the last acts of operators.
using Weir.Admin.Views.Live;

namespace Weir.Admin.Traffic;

/// <summary>Thread-safe. Changes are rare, so a lock held for one store costs nobody anything.</summary>
internal sealed class ChangeLog
{
    public const int MaxChanges = 100;
    public const int MaxActs = 100;

    private readonly Lock _lock = new();
    private readonly Queue<BackendEventView> _changes = new();
    private readonly Queue<OperatorEventView> _acts = new();
    private readonly Dictionary<BackendKey, string> _reasons = [];

    /// <summary>Keeps a change; of a backend that has left, the reason of its health is forgotten.</summary>
    public void Add(BackendEventView change, bool isRemoved = false)
    {
        var key = new BackendKey(change.Cluster, change.Address);
        lock (_lock)
        {
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

    public void Add(OperatorEventView act)
    {
        lock (_lock)
        {
            if (_acts.Count == MaxActs)
            {
                _acts.Dequeue();
            }

            _acts.Enqueue(act);
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

    /// <summary>Newest first.</summary>
    public BackendEventView[] Read()
    {
        lock (_lock)
        {
            return [.. _changes.Reverse()];
        }
    }

    /// <summary>Newest first.</summary>
    public OperatorEventView[] ReadActs()
    {
        lock (_lock)
        {
            return [.. _acts.Reverse()];
        }
    }
}
