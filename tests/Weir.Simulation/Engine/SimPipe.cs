// A pipe of the simulator: its block has memory of its own, so that channels need not know.
using Weir.Proxy.Io;

namespace Weir.Simulation.Engine;

/// <summary>Marks a block as a pipe; the bytes are in the block.</summary>
internal sealed class SimPipe : Pipe
{
    public override bool HasBytes => false;

    public override void Close() { }
}
