// Holds the io_uring engine, on a ring so small that its queues overflow, to what pipes do on real sockets.
using Weir.Simulation.Contract;

namespace Weir.Tests.Linux.Uring;

public sealed class TinyUringPipeTests : KernelPipeTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewTinyUring(maxBlocks);
}
