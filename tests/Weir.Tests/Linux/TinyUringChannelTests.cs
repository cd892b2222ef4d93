// Holds the io_uring engine, on a ring so small that its queues overflow, to what channels do on real sockets.
using Weir.Linux;
using Weir.Proxy.Io;
using Weir.Simulation.Contract;

namespace Weir.Tests.Linux;

public sealed class TinyUringChannelTests : KernelChannelTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewTinyUring(maxBlocks);

    protected override int DescriptorOf(Channel channel) => ((UringChannel)channel).Descriptor;
}
