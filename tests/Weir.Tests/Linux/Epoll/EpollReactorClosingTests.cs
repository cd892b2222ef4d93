// Holds the epoll engine to the port's contract about ends, resets and listeners.
using Weir.Simulation.Contract;

namespace Weir.Tests.Linux.Epoll;

public sealed class EpollReactorClosingTests : ReactorClosingContract
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewEpoll(maxBlocks);
}
