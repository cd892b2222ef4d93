// Holds the io_uring engine, as it works without multishot operations, to how connects end.
using Weir.Simulation.Contract;

namespace Weir.Tests.Linux;

public sealed class PolledUringConnectTests : KernelConnectTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewPolledUring(maxBlocks);
}
