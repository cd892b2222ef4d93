// Holds the io_uring engine, on a ring so small that its queues overflow, to what channels do on real sockets.
using Weir.Linux.Uring;
using Weir.Proxy.Io;
using Weir.Simulation.Contract;
using Weir.Tests.Linux.Channels;

namespace Weir.Tests.Linux.Uring;

public sealed class TinyUringChannelTests : KernelChannelTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewTinyUring(maxBlocks);

    protected override int DescriptorOf(Channel channel) => ((UringChannel)channel).Descriptor;
}
