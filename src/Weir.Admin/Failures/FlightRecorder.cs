// The last failures of each code, with the steps that led there. Written by every reactor thread, read by the admin API; nobody waits.
using Weir.Configuration;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;

namespace Weir.Admin.Failures;

/// <summary>
/// One ring a code, so that a storm of one kind leaves the rare one next to it readable. A slot is taken by an atomic count and filled by
/// one store; a reader sees whole records only, since these are immutable.
/// </summary>
public sealed class FlightRecorder(TimeProvider time)
{
    private readonly Dictionary<string, Ring> _rings = Enumerable
        .Range(1, FailureCodes.Count - 1)
        .ToDictionary(
            code => FailureCodes.Text((FailureCode)code),
            _ => new Ring(),
            StringComparer.Ordinal
        );

    private long _sequence;

    public FlightRecorder()
        : this(TimeProvider.System) { }

    /// <summary>Keeps a failure, and lets the oldest of its code go. Quick; never blocks.</summary>
    public void Add(FailureRecord record)
    {
        long number = Interlocked.Increment(ref _sequence);
        _rings[record.Code].Add(new RecordedFailure(number, time.GetUtcNow(), record));
    }

    /// <summary>What is kept, newest first.</summary>
    public IReadOnlyList<RecordedFailure> Read()
    {
        var all = new List<RecordedFailure>();
        foreach (Ring ring in _rings.Values)
        {
            ring.CopyTo(all);
        }

        all.Sort(static (a, b) => b.Number.CompareTo(a.Number));
        return all;
    }

    private sealed class Ring
    {
        private readonly RecordedFailure?[] _slots = new RecordedFailure?[
            Limits.FailuresKeptPerCode
        ];
        private long _next;

        public void Add(RecordedFailure failure)
        {
            long place = Interlocked.Increment(ref _next) - 1;
            Volatile.Write(ref _slots[place % _slots.Length], failure);
        }

        public void CopyTo(List<RecordedFailure> all)
        {
            for (int i = 0; i < _slots.Length; i++)
            {
                if (Volatile.Read(ref _slots[i]) is { } failure)
                {
                    all.Add(failure);
                }
            }
        }
    }
}
