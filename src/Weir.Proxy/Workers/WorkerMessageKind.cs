// The kinds of messages that a worker understands.
namespace Weir.Proxy.Workers;

internal enum WorkerMessageKind : byte
{
    /// <summary>Payload: a <see cref="WorkerPlan"/>.</summary>
    Apply,

    /// <summary>A deadline (slot, generation) has passed.</summary>
    Expired,

    /// <summary>Payload: a BackendState whose health or operator state changed.</summary>
    BackendChanged,

    /// <summary>Payload: a <see cref="Backends.MemberChange"/>.</summary>
    MembersChanged,

    /// <summary>Payload: a ClusterState on which a place became free.</summary>
    RoomMade,

    /// <summary>Payload: a BackendState of which another worker lacks places for idle connections.</summary>
    IdlePlaceWanted,
    Drain,
    Cut,
    Stop,
}
