// Holds each engine of the kernel to the port's contract, and to what only a real engine can show.
using Shouldly;
using Weir.Proxy.Io;
using Weir.Simulation.Contract;
using Weir.Tests.Budgets;
using Xunit;

namespace Weir.Tests.Linux.Channels;

public abstract class KernelReactorTests : ReactorContract
{
    [Fact]
    public void Ten_thousand_echo_rounds_allocate_nothing()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        var echo = new PingPongOwner();
        client.Channel.Owner = echo;
        server.Channel.Owner = echo;
        client.Channel.Receive();
        server.Channel.Receive();
        client.Channel.Send(rig.Fill(0, 100), 0, 100);
        RunRounds(rig.Reactor, echo, 2_000);

        AllocatedBytes
            .Of(() => RunRounds(rig.Reactor, echo, 10_000), warmUp: 0, repetitions: 1)
            .ShouldBe(0);
    }

    [Fact]
    public void New_connections_reuse_the_objects_of_closed_ones()
    {
        using ReactorRig rig = NewRig();
        var seen = new HashSet<Channel>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < 20; i++)
        {
            (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
            seen.Add(client.Channel);
            seen.Add(server.Channel);
            client.Channel.Close();
            server.Channel.Close();
            rig.Reactor.RunOnce(0);
        }

        seen.Count.ShouldBeLessThanOrEqualTo(4);
    }

    [Fact]
    public void A_closed_channels_object_is_not_used_again_within_the_turn()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, _) = rig.ConnectPair();
        client.Channel.Close();

        Channel next = rig.Reactor.Connect(client.Channel.Remote, client);

        next.ShouldNotBeSameAs(client.Channel);
    }

    [Fact]
    public void Disposing_takes_back_every_lent_block()
    {
        ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        client.Channel.Receive(rig.Fill(0, 0), 0);
        client.Channel.Send(rig.Fill(0, 10), 0, 10);
        server.Channel.Receive(rig.Fill(0, 0), 0);

        rig.Dispose();

        rig.Reactor.Blocks.RentedCount.ShouldBe(0);
        client.CallCount.ShouldBe(1); // its connect alone
    }

    [Fact]
    public void A_wake_after_the_end_is_harmless()
    {
        ReactorRig rig = NewRig();
        rig.Dispose();

        Should.NotThrow(rig.Reactor.Wake);
    }

    [Fact]
    public void A_wake_from_another_thread_ends_an_endless_wait()
    {
        using ReactorRig rig = NewRig();
        var waker = new Thread(rig.Reactor.Wake) { IsBackground = true };
        waker.Start();

        // Would hang for ever, were the wake lost; the second wait needs a second edge.
        rig.Reactor.RunOnce(-1);
        rig.Reactor.Wake();
        rig.Reactor.RunOnce(-1);

        waker.Join(10_000).ShouldBeTrue();
    }

    [Fact]
    public void A_threads_name_reaches_the_kernel()
    {
        string? seen = null;
        var thread = new Thread(() => seen = File.ReadAllText("/proc/thread-self/comm").Trim())
        {
            Name = "weir-reactor-0",
        };
        thread.Start();
        thread.Join(10_000).ShouldBeTrue();

        seen.ShouldBe("weir-reactor-0");
    }

    [Fact]
    public void Starved_receives_are_served_in_the_order_in_which_they_came()
    {
        using ReactorRig rig = NewRig(maxBlocks: 3);
        var pairs = new (RecordingOwner Client, RecordingOwner Server)[3];
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = rig.ConnectPair();
            Block block = rig.Fill(0, 10);
            pairs[i].Client.Channel.Send(block, 0, 10);
            rig.RunUntil(() => pairs[i].Client.SentCount == 1);
        }

        foreach ((_, RecordingOwner server) in pairs)
        {
            server.Channel.Receive();
            rig.RunAWhile();
        }

        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i].Server.ReceiveCount.ShouldBe(0);
            rig.Reactor.Blocks.Return(pairs[i].Client.SentBlock!); // it was sent
            rig.RunUntil(() => pairs[i].Server.ReceiveCount == 1);
        }
    }

    [Fact]
    public void A_newcomer_does_not_overtake_a_starved_receive_within_the_turn()
    {
        using ReactorRig rig = NewRig(maxBlocks: 1);
        Block only = rig.Fill(0, 10);
        (_, RecordingOwner starved) = ConnectAndSend(rig, only);
        (_, RecordingOwner newcomer) = ConnectAndSend(rig, only);
        (RecordingOwner other, _) = rig.ConnectPair();
        starved.Channel.Receive();
        rig.RunAWhile();

        other.Channel.Owner = new HandBackOwner(rig.Reactor.Blocks, newcomer.Channel);
        other.Channel.Send(only, 0, 10);
        rig.RunUntil(() => starved.ReceiveCount + newcomer.ReceiveCount == 1);

        starved.ReceiveCount.ShouldBe(1);
    }

    [Fact]
    public void A_foreign_socket_is_not_accepted_on()
    {
        using ReactorRig rig = NewRig();

        Should.Throw<ArgumentException>(() =>
            rig.Reactor.Accept(new ForeignSocket(), new RecordingAcceptor(), tag: null)
        );
    }

    private static (RecordingOwner Client, RecordingOwner Server) ConnectAndSend(
        ReactorRig rig,
        Block block
    )
    {
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        client.Channel.Send(block, 0, 10);
        rig.RunUntil(() => client.SentCount == 1);
        return (client, server);
    }

    private static void RunRounds(Reactor reactor, PingPongOwner echo, int rounds)
    {
        int until = echo.Sends + (2 * rounds);
        for (int idleTurns = 0; echo.Sends < until && idleTurns < 100; )
        {
            int before = echo.Sends;
            reactor.RunOnce(100);
            idleTurns = echo.Sends > before ? 0 : idleTurns + 1;
        }

        (echo.Sends >= until).ShouldBeTrue();
    }

    private sealed class ForeignSocket : ListenSocket
    {
        protected override void Dispose(bool disposing) { }
    }

    /// <summary>Returns the block that was sent and has another channel ask for one, in one callback.</summary>
    private sealed class HandBackOwner(BlockPool pool, Channel other) : IChannelOwner
    {
        public void OnConnected(Channel channel, IoStatus status) { }

        public void OnReceived(
            Channel channel,
            Block? block,
            int offset,
            int count,
            IoStatus status
        ) { }

        public void OnSent(Channel channel, Block block, IoStatus status)
        {
            pool.Return(block);
            other.Receive();
        }
    }
}
