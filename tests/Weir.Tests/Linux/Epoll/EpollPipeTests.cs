// Holds the epoll engine to what pipes do on real sockets.
using Weir.Simulation.Contract;

namespace Weir.Tests.Linux.Epoll;

public sealed class EpollPipeTests : KernelPipeTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewEpoll(maxBlocks);
}
