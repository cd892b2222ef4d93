// Holds the io_uring engine, as it works without multishot operations, to the port's contract about ends, resets and listeners.
using Weir.Simulation.Contract;

namespace Weir.Tests.Linux.Uring;

public sealed class PolledUringReactorClosingTests : ReactorClosingContract
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewPolledUring(maxBlocks);
}
