// Holds the io_uring engine, as it works without multishot operations, to how connects end.
using Weir.Simulation.Contract;
using Weir.Tests.Linux.Channels;

namespace Weir.Tests.Linux.Uring;

public sealed class PolledUringConnectTests : KernelConnectTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewPolledUring(maxBlocks);
}
