// Holds the io_uring engine to how connects end.
using Weir.Simulation.Contract;
using Weir.Tests.Linux.Channels;

namespace Weir.Tests.Linux.Uring;

public sealed class UringConnectTests : KernelConnectTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewUring(maxBlocks);
}
