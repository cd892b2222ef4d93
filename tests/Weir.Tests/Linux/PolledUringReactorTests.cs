// Holds the io_uring engine, as it works without multishot operations, to the port's contract.
using Weir.Simulation.Contract;

namespace Weir.Tests.Linux;

public sealed class PolledUringReactorTests : KernelReactorTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewPolledUring(maxBlocks);
}
