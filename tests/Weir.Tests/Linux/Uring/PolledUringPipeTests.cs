// Holds the io_uring engine, as it works without multishot operations, to what pipes do on real sockets.
using Weir.Simulation.Contract;

namespace Weir.Tests.Linux.Uring;

public sealed class PolledUringPipeTests : KernelPipeTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewPolledUring(maxBlocks);
}
