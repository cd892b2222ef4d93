// Holds the io_uring engine to what pipes do on real sockets.
using Weir.Simulation.Contract;

namespace Weir.Tests.Linux.Uring;

public sealed class UringPipeTests : KernelPipeTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewUring(maxBlocks);
}
