// How far an outstanding receive or send of a SimChannel has come.
namespace Weir.Simulation.Engine;

/// <summary>Where an operation stands.</summary>
internal enum SimOperationState
{
    None,
    Pending,

    /// <summary>Bytes are there, but the pool has no block for them.</summary>
    Hungry,

    /// <summary>The completion is queued.</summary>
    Queued,
}
