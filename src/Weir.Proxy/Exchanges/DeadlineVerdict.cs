// What ExchangeDeadline makes of a passed deadline.

using Weir.Proxy.Facts;

namespace Weir.Proxy.Exchanges;

/// <summary>Either a time to wait on (<see cref="AgainInUs"/> above 0) or a failure.</summary>
internal readonly record struct DeadlineVerdict(
    long AgainInUs,
    TimeoutKind? Kind,
    FailureCode Code,
    string Detail,
    int Status
)
{
    /// <summary>Counts the kind of wait that was too long; one in a queue is none of them.</summary>
    public void CountBy(WorkerCounters counters)
    {
        if (Kind is { } kind)
        {
            counters.Count(kind);
        }
    }
}
