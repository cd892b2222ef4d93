// A config as one worker gets it.
using Weir.Proxy.Io;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Workers;

/// <summary>A snapshot with the sockets that this worker shall accept on from now.</summary>
/// <param name="Snapshot">The same for all workers.</param>
/// <param name="NewSockets">For each listener of the snapshot fresh sockets, or null where the worker goes on with those it has.</param>
/// <param name="OnApplied">Called on the worker's thread once all that it does goes by the plan.</param>
public sealed record WorkerPlan(
    ProxySnapshot Snapshot,
    IReadOnlyList<ListenSocket[]?> NewSockets,
    Action? OnApplied = null
);
