// Holds the io_uring engine, as it works without multishot operations, to what channels do on real sockets.
using Weir.Linux.Uring;
using Weir.Proxy.Io;
using Weir.Simulation.Contract;
using Weir.Tests.Linux.Channels;

namespace Weir.Tests.Linux.Uring;

public sealed class PolledUringChannelTests : KernelChannelTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewPolledUring(maxBlocks);

    protected override int DescriptorOf(Channel channel) => ((UringChannel)channel).Descriptor;
}
