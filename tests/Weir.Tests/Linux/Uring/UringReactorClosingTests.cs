// Holds the io_uring engine to the port's contract about ends, resets and listeners.
using Weir.Simulation.Contract;

namespace Weir.Tests.Linux.Uring;

public sealed class UringReactorClosingTests : ReactorClosingContract
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewUring(maxBlocks);
}
