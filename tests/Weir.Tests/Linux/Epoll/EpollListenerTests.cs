// Holds the epoll engine to how connections are accepted.
using Weir.Simulation.Contract;
using Weir.Tests.Linux.Channels;
using Xunit;

namespace Weir.Tests.Linux.Epoll;

[Collection(nameof(DescriptorLimitCollection))]
public sealed class EpollListenerTests : KernelListenerTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewEpoll(maxBlocks);
}
