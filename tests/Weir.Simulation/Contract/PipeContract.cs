// What the I/O port promises about blocks with a pipe, as tests that every engine with pipes inherits.
using Shouldly;
using Weir.Proxy.Io;
using Xunit;

namespace Weir.Simulation.Contract;

/// <summary>Derive, make a rig, and the engine's pipes are held to the port.</summary>
public abstract class PipeContract
{
    private const int Some = 40_000;

    protected abstract ReactorRig NewRig(int maxBlocks = 64);

    [Fact]
    public void What_a_receive_brings_into_a_pipe_goes_out_with_its_send()
    {
        using var line = new PipeLine(NewRig());
        line.Inward.Channel.Receive(line.Pipe);
        line.Source.Channel.Send(line.Rig.Fill(0, Some), 0, Some);
        line.PassOn(Some);

        line.Sink.Bytes.ShouldBe(Enumerable.Range(0, Some).Select(ReactorRig.Pattern));
        line.Inward.Channel.BytesReceived.ShouldBe(Some);
        line.Outward.Channel.BytesSent.ShouldBe(Some);
        line.Inward.LastOffset.ShouldBe(0);
    }

    [Fact]
    public void A_pipe_and_a_block_may_take_turns()
    {
        using var line = new PipeLine(NewRig());
        for (int turn = 0; turn < 4; turn++)
        {
            Block block = turn % 2 == 0 ? line.Pipe : line.Rig.Fill(0, 0);
            int before = line.Sink.Bytes.Count;
            line.Inward.Channel.Receive(block);
            line.Source.Channel.Send(line.Rig.Fill(0, Some, before), 0, Some);
            line.PassOn(Some);
        }

        line.Sink.Bytes.ShouldBe(Enumerable.Range(0, 4 * Some).Select(ReactorRig.Pattern));
    }

    [Fact]
    public void A_lent_pipe_comes_back_at_the_end_of_stream()
    {
        using var line = new PipeLine(NewRig());
        line.Inward.Channel.Receive(line.Pipe);
        line.Source.Channel.ShutdownSend();

        line.Rig.RunUntil(() => line.Inward.IsEnded);

        line.Inward.LastReceive.ShouldBe(IoStatus.EndOfStream);
        line.Inward.LastBlock.ShouldBeSameAs(line.Pipe);
    }

    [Fact]
    public void A_lent_pipe_comes_back_with_a_reset()
    {
        using var line = new PipeLine(NewRig());
        line.Inward.Channel.Receive(line.Pipe);
        line.Source.Channel.Reset();

        line.Rig.RunUntil(() => line.Inward.IsEnded);

        line.Inward.LastReceive.ShouldBe(IoStatus.Reset);
        line.Inward.LastBlock.ShouldBeSameAs(line.Pipe);
    }

    [Fact]
    public void A_send_to_a_side_that_was_reset_fails_and_brings_the_pipe_back()
    {
        using var line = new PipeLine(NewRig());
        line.Inward.Channel.Receive(line.Pipe);
        line.Source.Channel.Send(line.Rig.Fill(0, Some), 0, Some);
        line.Rig.RunUntil(() => line.Inward.ReceiveCount == 1);
        line.Sink.Channel.Reset();
        line.Rig.RunAWhile();

        line.Outward.Channel.Send(line.Pipe, 0, line.Inward.LastCount);
        line.Rig.RunUntil(() => line.Outward.SentCount == 1);

        line.Outward.LastSend.ShouldBe(IoStatus.Reset);
        line.Outward.SentBlock.ShouldBeSameAs(line.Pipe);
    }

    [Fact]
    public void A_channel_that_closes_gives_a_lent_pipe_back()
    {
        using var line = new PipeLine(NewRig());
        line.Inward.Channel.Receive(line.Pipe);
        line.Rig.Reactor.Blocks.RentedPipeCount.ShouldBe(1);

        line.Inward.Channel.Close();

        line.Rig.RunUntil(() => line.Rig.Reactor.Blocks.RentedPipeCount == 0);
    }
}
