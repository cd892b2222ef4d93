// What other threads may ask of a worker.
namespace Weir.Proxy.Workers;

internal enum WorkerMessageKind : byte
{
    /// <summary>Payload: a <see cref="WorkerPlan"/>.</summary>
    Apply,

    /// <summary>A deadline (slot, generation) has passed.</summary>
    Expired,

    /// <summary>Payload: a BackendState whose health or operator state changed.</summary>
    BackendChanged,

    /// <summary>Payload: a ClusterState on which a place became free.</summary>
    RoomMade,
    Drain,
    Cut,
    Stop,
}

/// <summary>One message to a worker.</summary>
internal readonly record struct WorkerMessage(
    WorkerMessageKind Kind,
    object? Payload = null,
    int Slot = 0,
    int Generation = 0
);
