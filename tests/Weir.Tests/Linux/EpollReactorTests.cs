// Holds the epoll engine to the port's contract.
using Weir.Simulation.Contract;

namespace Weir.Tests.Linux;

public sealed class EpollReactorTests : KernelReactorTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewEpoll(maxBlocks);
}
