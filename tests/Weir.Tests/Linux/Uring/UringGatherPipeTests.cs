// Bulk gathers in the socket of an io_uring channel, and what is no bulk never waits for it.
using Shouldly;
using Weir.Configuration;
using Weir.Linux.Native;
using Weir.Linux.Uring;
using Weir.Simulation.Contract;
using Xunit;

namespace Weir.Tests.Linux.Uring;

public sealed class UringGatherPipeTests
{
    private const int Plenty = 40_000;
    private const int Little = 100;

    [Fact]
    public void Behind_plenty_the_socket_is_asked_to_gather()
    {
        using PipeLine line = AfterPlenty();
        line.Inward.Channel.Receive(line.Pipe);
        LeastInput(line).ShouldBe(Limits.GatherBytes);
    }

    [Fact]
    public void What_is_less_and_then_pauses_is_delivered_all_the_same()
    {
        using PipeLine line = AfterPlenty();
        line.Inward.Channel.Receive(line.Pipe);
        line.Rig.Reactor.RunOnce(0); // the kernel is asked before the bytes come
        line.Source.Channel.Send(line.Rig.Fill(0, Plenty, Plenty), 0, Plenty);

        line.PassOn(Plenty);

        line.Sink.Bytes.ShouldBe(Enumerable.Range(0, 2 * Plenty).Select(ReactorRig.Pattern));
    }

    [Fact]
    public void Who_finds_nothing_after_the_wait_is_told_of_the_next_byte()
    {
        using PipeLine line = AfterPlenty();
        line.Inward.Channel.Receive(line.Pipe);
        line.Rig.RunUntil(() => LeastInput(line) == 1);

        line.Source.Channel.Send(line.Rig.Fill(0, Little, Plenty), 0, Little);
        line.PassOn(Little);
    }

    [Fact]
    public void A_receive_without_a_pipe_waits_for_a_single_byte()
    {
        using PipeLine line = AfterPlenty();
        line.Inward.Channel.Receive(line.Pipe);
        line.Inward.Channel.TryCancelReceive().ShouldBeTrue();
        line.Inward.Channel.Receive();
        line.Source.Channel.Send(line.Rig.Fill(0, Little), 0, Little);

        line.Rig.RunUntil(() => line.Inward.LastCount == Little);
        line.Inward.Channel.Receive();

        line.Rig.RunUntil(() => LeastInput(line) == 1);
    }

    [Fact]
    public void A_question_to_the_peer_ends_the_wait_for_its_answer_to_be_long()
    {
        using PipeLine line = AfterPlenty();
        line.Inward.Channel.Receive(line.Pipe);
        line.Rig.Reactor.RunOnce(0);

        line.Inward.Channel.Send(line.Rig.Fill(0, Little), 0, Little);

        Gathers(line).NextUs.ShouldBe(long.MaxValue);
        line.Rig.RunUntil(() => LeastInput(line) == 1);
    }

    [Fact]
    public void The_end_of_the_stream_does_not_wait()
    {
        using PipeLine line = AfterPlenty();
        line.Inward.Channel.Receive(line.Pipe);
        line.Rig.Reactor.RunOnce(0);
        line.Source.Channel.ShutdownSend();

        line.Rig.RunUntil(() => line.Inward.IsEnded);

        Gathers(line).NextUs.ShouldBe(long.MaxValue);
    }

    [Fact]
    public void A_channel_that_closes_meanwhile_leaves_no_deadline_behind()
    {
        using PipeLine line = AfterPlenty();
        line.Inward.Channel.Receive(line.Pipe);
        Gathers(line).NextUs.ShouldBeLessThan(long.MaxValue);

        line.Inward.Channel.Close();

        Gathers(line).NextUs.ShouldBe(long.MaxValue);
    }

    // The pipe was filled well once; nothing is pending, nothing under way.
    private static PipeLine AfterPlenty()
    {
        var line = new PipeLine(KernelRig.NewUring());
        line.Source.Channel.Send(line.Rig.Fill(0, Plenty), 0, Plenty);
        int source = ((UringChannel)line.Source.Channel).Descriptor;
        line.Rig.RunUntil(() =>
            line.Source.SentCount == 1 && KernelSocket.UnacknowledgedBytes(source) == 0
        ); // so that all of it is taken at once
        line.Inward.Channel.Receive(line.Pipe);
        line.PassOn(Plenty);
        return line;
    }

    private static int LeastInput(PipeLine line)
    {
        KernelSocket
            .TryGetOption(
                ((UringChannel)line.Inward.Channel).Descriptor,
                Kernel.SOL_SOCKET,
                Kernel.SO_RCVLOWAT,
                out int bytes
            )
            .ShouldBeTrue();
        return bytes;
    }

    private static GatherList Gathers(PipeLine line) => ((UringReactor)line.Rig.Reactor).Gathers;
}
