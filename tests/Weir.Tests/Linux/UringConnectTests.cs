// Holds the io_uring engine to how connects end.
using Weir.Simulation.Contract;

namespace Weir.Tests.Linux;

public sealed class UringConnectTests : KernelConnectTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewUring(maxBlocks);
}
