// What one worker keeps of one backend.
using Weir.Proxy.Facts;

namespace Weir.Proxy.Backends;

/// <summary>Its counters; the worker's pool, which makes it, adds the idle connections.</summary>
public class BackendPart
{
    public BackendCounters Counters { get; } = new();
}
