// One outstanding receive or send of a SimChannel.
using Weir.Proxy.Io;

namespace Weir.Simulation.Engine;

/// <summary>The operation's block and range; for a send what is left of it.</summary>
internal struct SimOperation
{
    public SimOperationState State;
    public Block? Block;
    public int Offset;
    public int Count;
}
