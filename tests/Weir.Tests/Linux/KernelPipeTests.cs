// Holds the kernel's pipes to the port's contract, and to what only they can show; for each engine.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Io;
using Weir.Simulation.Contract;
using Xunit;

namespace Weir.Tests.Linux;

public abstract class KernelPipeTests : PipeContract
{
    [Fact]
    public void Sixty_four_megabytes_pass_through_one_pipe_unchanged()
    {
        const long Total = 64 << 20;
        using ReactorRig rig = NewRig(maxBlocks: 4);
        (RecordingOwner source, RecordingOwner inward) = rig.ConnectPair();
        (RecordingOwner outward, RecordingOwner sink) = rig.ConnectPair();
        rig.Reactor.Blocks.TryRentPipe(out Block? pipe).ShouldBeTrue();
        var pump = new PumpOwner(inward.Channel, outward.Channel, rig.Reactor.Blocks);
        pump.Start(pipe);
        using var sender = new SourceOwner(rig.Fill(0, 0), Total);
        source.Channel.Owner = sender;
        using var receiver = new HashingOwner(rig.Reactor.Blocks);
        sink.Channel.Owner = receiver;
        sink.Channel.Receive();
        sender.SendNext(source.Channel);

        rig.RunUntil(() => receiver.End is not null);

        receiver.Count.ShouldBe(Total);
        receiver.TakeHash().ShouldBe(sender.TakeHash());
        inward.Channel.BytesReceived.ShouldBe(Total);
        outward.Channel.BytesSent.ShouldBe(Total);
        rig.Reactor.Blocks.RentedCount.ShouldBe(1); // the sender's own
    }

    [Fact]
    public void A_pipe_with_somebodys_bytes_in_it_is_never_handed_out_again()
    {
        using var line = new PipeLine(NewRig());
        line.Inward.Channel.Receive(line.Pipe);
        line.Source.Channel.Send(line.Rig.Fill(0, 100), 0, 100);
        line.Rig.RunUntil(() => line.Inward.ReceiveCount == 1);
        line.Pipe.Pipe!.HasBytes.ShouldBeTrue();

        line.Rig.Reactor.Blocks.Return(line.Pipe);

        line.Rig.Reactor.Blocks.TryRentPipe(out Block? next).ShouldBeTrue();
        next.ShouldNotBeSameAs(line.Pipe);
        next.Pipe!.HasBytes.ShouldBeFalse();
    }

    [Fact]
    public void A_slow_reader_leaves_in_the_pipe_what_it_does_not_take()
    {
        const long Total = 32 << 20; // more than the kernel's buffers on the way
        using ReactorRig rig = NewRig(maxBlocks: 4);
        (RecordingOwner source, RecordingOwner inward) = rig.ConnectPair();
        (RecordingOwner outward, RecordingOwner sink) = rig.ConnectPair();
        rig.Reactor.Blocks.TryRentPipe(out Block? pipe).ShouldBeTrue();
        new PumpOwner(inward.Channel, outward.Channel, rig.Reactor.Blocks).Start(pipe);
        using var sender = new SourceOwner(rig.Fill(0, 0), Total);
        source.Channel.Owner = sender;
        sender.SendNext(source.Channel);
        rig.RunUntil(() =>
            source.Channel.IsSending && outward.Channel.IsSending && rig.HasStalled(outward.Channel)
        );
        long sent = outward.Channel.BytesSent;
        (inward.Channel.BytesReceived - sent).ShouldBeInRange(1, Limits.PipeBytes);

        using var receiver = new HashingOwner(rig.Reactor.Blocks);
        sink.Channel.Owner = receiver;
        sink.Channel.Receive();
        rig.RunUntil(() => receiver.End is not null);

        receiver.TakeHash().ShouldBe(sender.TakeHash());
    }
}
