// Holds the io_uring engine to how connections are accepted.
using Weir.Simulation.Contract;
using Weir.Tests.Linux.Channels;
using Xunit;

namespace Weir.Tests.Linux.Uring;

[Collection(nameof(DescriptorLimitCollection))]
public sealed class UringListenerTests : KernelListenerTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewUring(maxBlocks);
}
