// Holds the epoll engine to what channels do on real sockets.
using Shouldly;
using Weir.Linux.Epoll;
using Weir.Proxy.Io;
using Weir.Simulation.Contract;
using Weir.Tests.Linux.Channels;
using Xunit;

namespace Weir.Tests.Linux.Epoll;

public sealed class EpollChannelTests : KernelChannelTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewEpoll(maxBlocks);

    protected override int DescriptorOf(Channel channel) => ((EpollChannel)channel).Descriptor;

    [Fact]
    public void An_end_of_stream_shows_as_input_though_nobody_receives()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        rig.RunAWhile();
        client.Channel.HasInput.ShouldBeFalse();

        server.Channel.Close();
        rig.RunUntil(() => client.Channel.HasInput);

        client.Channel.Receive();
        rig.RunUntil(() => client.IsEnded);
        client.LastReceive.ShouldBe(IoStatus.EndOfStream);
        client.Channel.HasInput.ShouldBeFalse();
    }
}
