// Holds the epoll engine to how connections are accepted.
using Weir.Simulation.Contract;
using Xunit;

namespace Weir.Tests.Linux;

[Collection(nameof(DescriptorLimitCollection))]
public sealed class EpollListenerTests : KernelListenerTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewEpoll(maxBlocks);
}
