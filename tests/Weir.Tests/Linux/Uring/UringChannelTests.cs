// Holds the io_uring engine to what channels do on real sockets.
using Shouldly;
using Weir.Linux.Uring;
using Weir.Proxy.Io;
using Weir.Simulation.Contract;
using Weir.Tests.Linux.Channels;
using Xunit;

namespace Weir.Tests.Linux.Uring;

public sealed class UringChannelTests : KernelChannelTests
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => KernelRig.NewUring(maxBlocks);

    protected override int DescriptorOf(Channel channel) => ((UringChannel)channel).Descriptor;

    [Fact]
    public void A_stream_that_nobody_asks_for_is_left_in_the_kernel()
    {
        using ReactorRig rig = NewRig();
        var reactor = (UringReactor)rig.Reactor;
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        const long Total = 32 << 20; // more than the kernel's buffers on the way
        using var sender = new SourceOwner(rig.Fill(0, 0), Total);
        client.Channel.Owner = sender;
        server.Channel.Receive();
        sender.SendNext(client.Channel);
        rig.RunUntil(() =>
            client.Channel.IsSending && server.ReceiveCount == 1 && rig.HasStalled(client.Channel)
        );

        client.Channel.BytesSent.ShouldBeLessThan(Total);
        reactor.Buffers!.FilledCount.ShouldBeLessThan(128, "what one turn of the kernel takes");
        using var receiver = new HashingOwner(rig.Reactor.Blocks);
        receiver.OnReceived(
            server.Channel,
            server.LastBlock,
            server.LastOffset,
            server.LastCount,
            IoStatus.Ok
        );
        server.Channel.Owner = receiver;
        rig.RunUntil(() => receiver.End is not null);

        receiver.TakeHash().ShouldBe(sender.TakeHash());
        reactor.Buffers.FilledCount.ShouldBe(0);
    }

    [Fact]
    public void More_connections_than_buffers_speak_at_once()
    {
        const int Pairs = 600;
        using ReactorRig rig = NewRig(maxBlocks: (2 * Pairs) + 1);
        var pairs = new (RecordingOwner Client, RecordingOwner Server)[Pairs];
        for (int i = 0; i < Pairs; i++)
        {
            pairs[i] = rig.ConnectPair();
            pairs[i].Server.Channel.Receive();
        }

        rig.RunAWhile();
        foreach ((RecordingOwner client, _) in pairs)
        {
            client.Channel.Send(rig.Fill(0, 100), 0, 100);
        }

        rig.RunUntil(() => Array.TrueForAll(pairs, pair => pair.Server.Bytes.Count == 100));
        ((UringReactor)rig.Reactor).Buffers!.FilledCount.ShouldBe(0);
    }

    [Fact]
    public void A_close_over_bytes_that_came_and_nobody_took_is_a_reset()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        server.Channel.Receive();
        rig.RunAWhile();
        server.Channel.TryCancelReceive().ShouldBeTrue();
        client.Channel.Send(rig.Fill(0, 10), 0, 10);
        client.KeepReceiving(rig.Reactor.Blocks);
        rig.RunUntil(() => server.Channel.HasInput);

        server.Channel.Close();

        rig.RunUntil(() => client.IsEnded);
        client.LastReceive.ShouldBe(IoStatus.Reset);
        ((UringReactor)rig.Reactor).Buffers!.FilledCount.ShouldBe(0);
    }
}
