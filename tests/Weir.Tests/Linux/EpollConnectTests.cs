// Holds the epoll engine to how connects end.
using Weir.Simulation.Contract;

namespace Weir.Tests.Linux;

public sealed class EpollConnectTests : KernelConnectTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewEpoll(maxBlocks);
}
