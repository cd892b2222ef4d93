// Holds the io_uring engine, as it works without multishot operations, to how connections are accepted.
using Weir.Simulation.Contract;
using Xunit;

namespace Weir.Tests.Linux;

[Collection(nameof(DescriptorLimitCollection))]
public sealed class PolledUringListenerTests : KernelListenerTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewPolledUring(maxBlocks);
}
