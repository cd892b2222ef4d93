// Finds passed deadlines of all workers. Runs on the thread weir-timeouts, one scan each 100 ms; the workers never search.
namespace Weir.Proxy.Timeouts;

/// <summary>
/// Looks through each worker's <see cref="DeadlineTable"/> and posts what has expired to that worker,
/// which checks again and closes. A deadline is acted on within one <see cref="ResolutionMs"/> after it, never before.
/// </summary>
public sealed class TimeoutManager
{
    /// <summary>Time between two scans.</summary>
    public const int ResolutionMs = 100;

    private readonly List<(DeadlineTable Table, IExpirySink Sink)> _workers = [];

    /// <summary>Adds a worker; before the first scan.</summary>
    public void Watch(DeadlineTable table, IExpirySink sink) => _workers.Add((table, sink));

    /// <summary>One scan over all tables.</summary>
    public void CheckConnections(long nowUs)
    {
        foreach ((DeadlineTable table, IExpirySink sink) in _workers)
        {
            table.Scan(nowUs, sink);
        }
    }
}
