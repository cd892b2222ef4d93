// What channels do on real sockets beyond the port's contract, as tests that each engine of the kernel inherits.
using System.Net;
using System.Net.Sockets;
using Shouldly;
using Weir.Configuration;
using Weir.Linux.Native;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Contract;
using Xunit;

namespace Weir.Tests.Linux.Channels;

public abstract class KernelChannelTests
{
    protected abstract ReactorRig NewRig(int maxBlocks = 64);

    protected abstract int DescriptorOf(Channel channel);

    [Fact]
    public void Sixty_four_megabytes_pass_a_pump_unchanged()
    {
        const long Total = 64 << 20;
        using ReactorRig rig = NewRig(maxBlocks: 4);
        (RecordingOwner source, RecordingOwner inward) = rig.ConnectPair();
        (RecordingOwner outward, RecordingOwner sink) = rig.ConnectPair();
        var pump = new PumpOwner(inward.Channel, outward.Channel, rig.Reactor.Blocks);
        pump.Start();
        using var sender = new SourceOwner(rig.Fill(0, 0), Total);
        source.Channel.Owner = sender;
        using var receiver = new HashingOwner(rig.Reactor.Blocks);
        sink.Channel.Owner = receiver;
        sink.Channel.Receive();
        sender.SendNext(source.Channel);

        rig.RunUntil(() => receiver.End is not null);

        receiver.End.ShouldBe(IoStatus.EndOfStream);
        receiver.Count.ShouldBe(Total);
        receiver.TakeHash().ShouldBe(sender.TakeHash());
        rig.Reactor.Blocks.RentedCount.ShouldBe(1); // the sender's own
    }

    [Fact]
    public void A_slow_reader_costs_the_pump_exactly_one_block()
    {
        using ReactorRig rig = NewRig(maxBlocks: 8);
        (RecordingOwner source, RecordingOwner inward) = rig.ConnectPair();
        (RecordingOwner outward, RecordingOwner sink) = rig.ConnectPair();
        new PumpOwner(inward.Channel, outward.Channel, rig.Reactor.Blocks).Start();
        const long Total = 32 << 20; // more than the kernel's buffers on the way
        using var sender = new SourceOwner(rig.Fill(0, 0), Total);
        source.Channel.Owner = sender;
        sender.SendNext(source.Channel);
        rig.RunUntil(() =>
            source.Channel.IsSending && outward.Channel.IsSending && rig.HasStalled(outward.Channel)
        );

        rig.Reactor.Blocks.RentedCount.ShouldBe(2); // the sender's own, and the pump's one
        outward.Channel.BytesSent.ShouldBeLessThan(Total);
        using var receiver = new HashingOwner(rig.Reactor.Blocks);
        sink.Channel.Owner = receiver;
        sink.Channel.Receive();
        rig.RunUntil(() => receiver.End is not null);
        receiver.TakeHash().ShouldBe(sender.TakeHash());
    }

    // The kernel tells the error to whoever asks first, here the send, and an end of stream to the other.
    [Fact]
    public void A_reset_that_a_send_ran_into_ends_the_receive_as_a_reset_too()
    {
        using ReactorRig rig = NewRig();
        using ListenSocket socket = rig.Bind();
        var acceptor = new RecordingAcceptor();
        rig.Reactor.Accept(socket, acceptor, tag: null);
        using var peer = new Socket(SocketType.Stream, ProtocolType.Tcp);
        peer.Connect(IPAddress.Loopback, socket.Local.Port);
        rig.RunUntil(() => acceptor.Accepted.Count == 1);
        var server = new RecordingOwner { Channel = acceptor.Accepted[0] };
        server.Channel.Owner = server;
        server.KeepReceiving(rig.Reactor.Blocks);
        rig.RunAWhile();

        peer.LingerState = new(enable: true, seconds: 0);
        peer.Close();
        KernelRig.AwaitReset(DescriptorOf(server.Channel));
        server.Channel.Send(rig.Fill(0, 10), 0, 10);

        rig.RunUntil(() => server.IsEnded && server.SentCount == 1);
        (server.LastSend, server.LastReceive).ShouldBe((IoStatus.Reset, IoStatus.Reset));
        server.Channel.Close();
    }

    [Fact]
    public void An_end_of_stream_shows_as_input_after_the_receive_was_taken_back()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        client.Channel.Receive();
        rig.RunAWhile();
        client.Channel.TryCancelReceive().ShouldBeTrue();
        client.Channel.HasInput.ShouldBeFalse();

        server.Channel.Close();
        rig.RunUntil(() => client.Channel.HasInput);

        client.Channel.Receive();
        rig.RunUntil(() => client.IsEnded);
        client.LastReceive.ShouldBe(IoStatus.EndOfStream);
        client.Channel.HasInput.ShouldBeFalse();
    }

    [Fact]
    public void Bytes_and_the_end_behind_them_complete_one_after_the_other()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        server.Channel.Send(rig.Fill(0, 9), 0, 9);
        rig.RunUntil(() => server.SentCount == 1);
        server.Channel.Close();
        rig.RunAWhile();
        client.KeepReceiving(rig.Reactor.Blocks);

        rig.RunUntil(() => client.IsEnded);

        client.ReceiveCount.ShouldBe(2);
        client.Bytes.Count.ShouldBe(9);
        client.LastReceive.ShouldBe(IoStatus.EndOfStream);
    }

    [Fact]
    public void A_reset_that_a_send_finds_first_is_a_reset_for_the_receive_too()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        server.Channel.Reset();
        rig.RunAWhile();
        KernelRig.AwaitReset(DescriptorOf(client.Channel));
        client.Channel.Send(rig.Fill(0, 9), 0, 9);
        rig.RunUntil(() => client.SentCount == 1);
        client.LastSend.ShouldBe(IoStatus.Reset);

        client.Channel.HasInput.ShouldBeTrue();
        client.Channel.Receive();
        rig.RunUntil(() => client.IsEnded);

        client.LastReceive.ShouldBe(IoStatus.Reset);
    }

    [Fact]
    public void A_reset_ends_a_send_that_waits_for_room()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        Block block = rig.Fill(0, Limits.BlockBytes);
        for (int sends = 0; sends < 1024 && !client.Channel.IsSending; sends++)
        {
            client.Channel.Send(block, 0, Limits.BlockBytes);
            rig.RunAWhile();
        }

        client.Channel.IsSending.ShouldBeTrue();
        int before = client.SentCount;
        server.Channel.Reset();

        rig.RunUntil(() => client.SentCount == before + 1);
        client.LastSend.ShouldBe(IoStatus.Reset);
    }

    [Fact]
    public void IPv6_connects_and_names_both_ends()
    {
        using ReactorRig rig = NewRig();
        SocketEndpoint address = SocketEndpoint.FromAddress(IPAddress.IPv6Loopback, 0);

        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair(address);

        server.Channel.Remote.ShouldBe(client.Channel.Local);
        server.Channel.Remote.Family.ShouldBe(SocketFamily.IPv6);
        AssertEchoes(rig, client, server);
    }

    [Fact]
    public void Unix_sockets_carry_bytes_both_ways()
    {
        using ReactorRig rig = NewRig();
        string path = KernelRig.NewUnixPath();
        try
        {
            (RecordingOwner client, RecordingOwner server) = rig.ConnectPair(
                SocketEndpoint.FromUnixPath(path)
            );

            client.Channel.Remote.UnixPath.ShouldBe(path);
            AssertEchoes(rig, client, server);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Both_sides_send_without_nagles_delay()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();

        IsNoDelay(client.Channel).ShouldBeTrue();
        IsNoDelay(server.Channel).ShouldBeTrue();
    }

    [Fact]
    public void The_age_of_the_input_counts_from_the_last_byte_whatever_came_behind_it()
    {
        const long AgeUs = 30_000;
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        client.Channel.Send(rig.Fill(0, 1), 0, 1);
        server.KeepReceiving(rig.Reactor.Blocks);
        rig.RunUntil(() => server.Bytes.Count == 1 && server.Channel.InputAgeUs >= AgeUs);
        client.Channel.ShutdownSend();
        rig.RunUntil(() => server.IsEnded);

        server.Channel.InputAgeUs.ShouldBeGreaterThanOrEqualTo(AgeUs);
    }

    [Fact]
    public void A_lingering_close_ends_by_itself_against_a_peer_that_never_closes()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        long beforeUs = rig.Reactor.NowUs;
        server.Channel.CloseLingering(minBytesPerSecond: 100);
        rig.RunUntil(() => rig.Reactor.NowUs - beforeUs > (Limits.LingerMs + 100) * 1000L);

        client.Channel.Send(rig.Fill(0, 1), 0, 1); // answered by RST: the socket is gone
        rig.RunUntil(() => client.SentCount == 1);
        KernelRig.AwaitReset(DescriptorOf(client.Channel));
        client.Channel.Send(rig.Fill(0, 1), 0, 1);
        rig.RunUntil(() => client.SentCount == 2);

        client.LastSend.ShouldBe(IoStatus.Reset);
    }

    [Fact]
    public void A_second_operation_of_a_kind_is_refused()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, _) = rig.ConnectPair();
        client.Channel.Receive();

        Should.Throw<InvalidOperationException>(() => client.Channel.Receive());

        client.Channel.Close();
        Should.Throw<InvalidOperationException>(() => client.Channel.Receive());
        client.Channel.Close(); // closing twice is harmless
        client.Channel.Reset();
    }

    [Fact]
    public void Under_churn_no_channel_ever_sees_another_ones_bytes()
    {
        using ReactorRig rig = NewRig(maxBlocks: 256);
        using ListenSocket socket = rig.Bind(backlog: 512);
        using var churn = new ChurnOwner(rig.Reactor, socket.Local, seed: 11);
        rig.Reactor.Accept(socket, churn, tag: null);

        churn.Begin(connections: 64, total: 3_000);
        rig.RunUntil(() => churn.IsDone);

        churn.Mismatches.ShouldBe(0);
        churn.Answered.ShouldBeGreaterThan(500);
    }

    private static void AssertEchoes(ReactorRig rig, RecordingOwner client, RecordingOwner server)
    {
        server.KeepReceiving(rig.Reactor.Blocks);
        client.KeepReceiving(rig.Reactor.Blocks);
        client.Channel.Send(rig.Fill(0, 500), 0, 500);
        server.Channel.Send(rig.Fill(0, 700), 0, 700);
        rig.RunUntil(() => server.Bytes.Count == 500 && client.Bytes.Count == 700);
        server.Bytes.ShouldBe(Enumerable.Range(0, 500).Select(ReactorRig.Pattern));
        client.Channel.ShutdownSend();
        rig.RunUntil(() => server.LastReceive == IoStatus.EndOfStream);
        server.Channel.Close();
        rig.RunUntil(() => client.LastReceive == IoStatus.EndOfStream);
    }

    private bool IsNoDelay(Channel channel) =>
        KernelSocket.TryGetOption(
            DescriptorOf(channel),
            Kernel.IPPROTO_TCP,
            Kernel.TCP_NODELAY,
            out int value
        )
        && value == 1;
}
