// Holds the io_uring engine, on a ring so small that its queues overflow, to how connections are accepted.
using Weir.Simulation.Contract;
using Weir.Tests.Linux.Channels;
using Xunit;

namespace Weir.Tests.Linux.Uring;

[Collection(nameof(DescriptorLimitCollection))]
public sealed class TinyUringListenerTests : KernelListenerTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewTinyUring(maxBlocks);
}
