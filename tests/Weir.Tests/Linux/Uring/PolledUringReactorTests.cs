// Holds the io_uring engine, as it works without multishot operations, to the port's contract.
using Weir.Simulation.Contract;
using Weir.Tests.Linux.Channels;

namespace Weir.Tests.Linux.Uring;

public sealed class PolledUringReactorTests : KernelReactorTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewPolledUring(maxBlocks);
}
