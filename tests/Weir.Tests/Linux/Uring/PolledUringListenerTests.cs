// Holds the io_uring engine, as it works without multishot operations, to how connections are accepted.
using Weir.Simulation.Contract;
using Weir.Tests.Linux.Channels;
using Xunit;

namespace Weir.Tests.Linux.Uring;

[Collection(nameof(DescriptorLimitCollection))]
public sealed class PolledUringListenerTests : KernelListenerTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewPolledUring(maxBlocks);
}
