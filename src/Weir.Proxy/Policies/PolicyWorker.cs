// The worker that serves a request, as far as policies may ask it: they themselves belong to a configuration, which all workers share.
using Weir.Proxy.Facts;
using Weir.Proxy.Io;

namespace Weir.Proxy.Policies;

/// <summary>Owned by the worker's thread.</summary>
/// <param name="Lag">How late its reactor is.</param>
/// <param name="Counters">What it counts.</param>
public sealed record PolicyWorker(LoopLag Lag, WorkerCounters Counters);
