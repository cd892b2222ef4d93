// Which requests get a line when not all do: every failure, and of the others the share that the configuration wants.
using Weir.Proxy.Events;
using Weir.Proxy.Primitives;

namespace Weir.Logging;

/// <summary>Decides on the worker's thread, each worker with a generator of its own.</summary>
internal sealed class AccessSampler
{
    private readonly double _share;
    private readonly Rng[] _rngs;

    /// <param name="share">0 to 1.</param>
    /// <param name="workers">Records come from that many threads.</param>
    public AccessSampler(double share, int workers)
    {
        _share = share;
        _rngs = [.. Enumerable.Range(1, workers).Select(static seed => new Rng((ulong)seed))];
    }

    /// <summary>True for what ended with an error code or a status of 500 or above, whatever the share.</summary>
    public bool Takes(in AccessRecord record) =>
        _share >= 1
        || record.Error is not null
        || record.Status >= 500
        || _rngs[record.Worker].NextDouble() < _share;
}
