// Holds the epoll engine to the port's contract.
using Weir.Simulation.Contract;
using Weir.Tests.Linux.Channels;

namespace Weir.Tests.Linux.Epoll;

public sealed class EpollReactorTests : KernelReactorTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewEpoll(maxBlocks);
}
