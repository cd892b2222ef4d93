// One outstanding receive or send of a SimChannel.
using Weir.Proxy.Io;

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

/// <summary>The operation's block and range; for a send what is left of it.</summary>
internal struct SimOperation
{
    public SimOperationState State;
    public Block? Block;
    public int Offset;
    public int Count;
}
