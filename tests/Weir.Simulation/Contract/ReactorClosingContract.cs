// What the I/O port promises about ends of streams, resets, closes and listeners, as tests that every engine inherits.
using System.Net;
using Shouldly;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Xunit;

namespace Weir.Simulation.Contract;

/// <summary>Derive, make a rig, and the engine is held to the port.</summary>
public abstract class ReactorClosingContract
{
    /// <summary>A reactor with a pool of that many blocks.</summary>
    protected abstract ReactorRig NewRig(int maxBlocks = 64);

    [Fact]
    public void A_connect_to_nobody_is_refused_by_a_completion()
    {
        using ReactorRig rig = NewRig();
        SocketEndpoint nobody;
        using (ListenSocket socket = rig.Bind())
        {
            nobody = socket.Local;
        }

        var client = new RecordingOwner();
        client.Channel = rig.Reactor.Connect(nobody, client);
        client.Connected.ShouldBeNull();

        rig.RunUntil(() => client.Connected is not null);

        client.Connected.ShouldBe(IoStatus.Refused);
        client.CallCount.ShouldBe(1);
    }

    [Fact]
    public void Both_ends_know_each_other_by_address()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();

        server.Channel.Remote.ShouldBe(client.Channel.Local);
        client.Channel.Remote.ShouldBe(server.Channel.Local);
    }

    [Fact]
    public void After_a_fin_the_other_direction_goes_on()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        server.KeepReceiving(rig.Reactor.Blocks);
        client.KeepReceiving(rig.Reactor.Blocks);
        client.Channel.ShutdownSend();
        rig.RunUntil(() => server.IsEnded);
        server.LastReceive.ShouldBe(IoStatus.EndOfStream);

        server.Channel.Send(rig.Fill(0, 64), 0, 64);

        rig.RunUntil(() => client.Bytes.Count == 64);
        server.Channel.ShutdownSend();
        rig.RunUntil(() => client.IsEnded);
        client.LastReceive.ShouldBe(IoStatus.EndOfStream);
    }

    [Fact]
    public void A_shutdown_waits_for_the_outstanding_send()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        client.Channel.Send(rig.Fill(0, 60_000), 0, 60_000);
        client.Channel.ShutdownSend();
        server.KeepReceiving(rig.Reactor.Blocks);

        rig.RunUntil(() => server.IsEnded);

        server.LastReceive.ShouldBe(IoStatus.EndOfStream);
        server.Bytes.Count.ShouldBe(60_000);
        rig.RunUntil(() => client.SentCount == 1);
    }

    [Fact]
    public void After_a_close_nothing_completes_and_lent_blocks_go_back()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        server.Channel.Receive(rig.Fill(0, 0), 0);
        server.Channel.Send(rig.Fill(0, 10), 0, 10);
        client.Channel.Receive();

        server.Channel.Close();

        rig.RunUntil(() => rig.Reactor.Blocks.RentedCount <= 1);
        rig.RunUntil(() => client.ReceiveCount == 1);
        rig.RunAWhile();
        server.CallCount.ShouldBe(0);
    }

    [Fact]
    public void A_close_in_order_delivers_what_was_sent()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        server.Channel.Send(rig.Fill(0, 5000), 0, 5000);
        rig.RunUntil(() => server.SentCount == 1);
        server.Channel.Close();
        client.KeepReceiving(rig.Reactor.Blocks);

        rig.RunUntil(() => client.IsEnded);

        client.LastReceive.ShouldBe(IoStatus.EndOfStream);
        client.Bytes.Count.ShouldBe(5000);
    }

    [Fact]
    public void A_close_over_unread_input_is_a_reset()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        client.Channel.Send(rig.Fill(0, 10), 0, 10);
        rig.RunUntil(() => client.SentCount == 1 && client.Channel.IsSendQueueEmpty);
        client.KeepReceiving(rig.Reactor.Blocks);

        server.Channel.Close();

        rig.RunUntil(() => client.IsEnded);
        client.LastReceive.ShouldBe(IoStatus.Reset);
    }

    [Fact]
    public void A_reset_ends_the_peers_receive()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        client.KeepReceiving(rig.Reactor.Blocks);
        rig.RunAWhile();

        server.Channel.Reset();

        rig.RunUntil(() => client.IsEnded);
        client.LastReceive.ShouldBe(IoStatus.Reset);
        client.Channel.Close();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void Without_a_receive_a_watch_tells_of_a_fin_behind_whatever_is_unread(int unread)
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        if (unread > 0)
        {
            client.Channel.Send(rig.Fill(0, unread), 0, unread);
            rig.RunUntil(() => client.SentCount == 1 && client.Channel.IsSendQueueEmpty);
        }

        server.Channel.WatchHangUp(onlyReset: false);
        rig.RunAWhile();
        server.HungUp.ShouldBeNull();

        client.Channel.ShutdownSend();

        rig.RunUntil(() => server.HungUp is not null);
        server.HungUp.ShouldBe(IoStatus.EndOfStream);
        server.Channel.InputAgeUs.ShouldBeGreaterThanOrEqualTo(0);
        server.KeepReceiving(rig.Reactor.Blocks);
        rig.RunUntil(() => server.IsEnded);
        server.Bytes.Count.ShouldBe(unread);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_a_receive_a_watch_tells_of_a_reset(bool onlyReset)
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        server.Channel.WatchHangUp(onlyReset);
        rig.RunAWhile();

        client.Channel.Reset();

        rig.RunUntil(() => server.HungUp is not null);
        server.HungUp.ShouldBe(IoStatus.Reset);
        server.CallCount.ShouldBe(1);
    }

    [Fact]
    public void A_watch_for_a_reset_tells_of_no_fin()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        client.Channel.ShutdownSend();
        rig.RunAWhile();
        server.Channel.WatchHangUp(onlyReset: true);
        rig.RunAWhile();
        server.HungUp.ShouldBeNull();

        client.Channel.Reset();

        rig.RunUntil(() => server.HungUp is not null);
        server.HungUp.ShouldBe(IoStatus.Reset);
    }

    [Fact]
    public void A_receive_takes_the_place_of_a_watch()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        server.Channel.WatchHangUp(onlyReset: false);
        rig.RunAWhile();
        server.KeepReceiving(rig.Reactor.Blocks);
        rig.RunAWhile();

        client.Channel.ShutdownSend();

        rig.RunUntil(() => server.IsEnded);
        rig.RunAWhile();
        server.HungUp.ShouldBeNull();
    }

    [Fact]
    public void A_lingering_close_lets_a_peer_that_still_sends_read_everything()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        client.Channel.Send(rig.Fill(0, 40_000), 0, 40_000);
        rig.RunUntil(() => client.SentCount == 1);
        server.Channel.Send(rig.Fill(0, 3000), 0, 3000);
        rig.RunUntil(() => server.SentCount == 1);

        server.Channel.CloseLingering(minBytesPerSecond: 100);
        client.Channel.Send(rig.Fill(0, 30_000), 0, 30_000);
        rig.RunUntil(() => client.SentCount == 2);
        rig.RunAWhile();
        client.KeepReceiving(rig.Reactor.Blocks);
        rig.RunUntil(() => client.IsEnded);

        client.LastSend.ShouldBe(IoStatus.Ok);
        client.LastReceive.ShouldBe(IoStatus.EndOfStream);
        client.Bytes.Count.ShouldBe(3000);
    }

    [Fact]
    public void A_channel_closed_while_it_connects_says_nothing()
    {
        using ReactorRig rig = NewRig();
        using ListenSocket socket = rig.Bind();
        rig.Reactor.Accept(socket, new RecordingAcceptor { OnAccept = c => c.Close() }, tag: null);
        var client = new RecordingOwner();
        client.Channel = rig.Reactor.Connect(socket.Local, client);

        client.Channel.Close();

        rig.RunAWhile();
        client.CallCount.ShouldBe(0);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void An_unseen_connect_that_is_reset_at_once_is_never_accepted(string address)
    {
        const int Probes = 20;
        using ReactorRig rig = NewRig();
        using ListenSocket socket = rig.Bind(address: IPAddress.Parse(address));
        var acceptor = new RecordingAcceptor();
        rig.Reactor.Accept(socket, acceptor, tag: null);
        for (int i = 0; i < Probes; i++)
        {
            var probe = new RecordingOwner();
            probe.Channel = rig.Reactor.Connect(socket.Local, probe, ConnectKind.Unseen);
            rig.RunUntil(() => probe.Connected is not null);
            probe.Connected.ShouldBe(IoStatus.Ok);
            probe.Channel.Reset();
        }

        // The kernel keeps the ACK back for 200 ms only, which a busy machine may let pass now and then.
        rig.RunAWhile();
        int seen = acceptor.Accepted.Count;
        seen.ShouldBeLessThan(Probes / 2);

        var client = new RecordingOwner();
        client.Channel = rig.Reactor.Connect(socket.Local, client);
        rig.RunUntil(() => client.Connected == IoStatus.Ok && acceptor.Accepted.Count > seen);
    }

    [Fact]
    public void A_stopped_listener_accepts_its_queue_and_then_refuses()
    {
        using ReactorRig rig = NewRig();
        using ListenSocket socket = rig.Bind();
        var clients = new List<RecordingOwner>();
        for (int i = 0; i < 3; i++)
        {
            var client = new RecordingOwner();
            client.Channel = rig.Reactor.Connect(socket.Local, client);
            clients.Add(client);
        }

        rig.RunUntil(() => clients.TrueForAll(c => c.Connected == IoStatus.Ok));
        rig.RunUntilQueued(socket, clients.Count);
        var acceptor = new RecordingAcceptor();
        Listener listener = rig.Reactor.Accept(socket, acceptor, tag: "web");
        listener.Stop();
        acceptor.IsStopped.ShouldBeFalse();
        rig.RunUntil(() => acceptor.IsStopped);
        acceptor.Accepted.Count.ShouldBe(3);
        acceptor.LastTag.ShouldBe("web");

        var late = new RecordingOwner();
        late.Channel = rig.Reactor.Connect(socket.Local, late);
        rig.RunUntil(() => late.Connected is not null);
        late.Connected.ShouldBe(IoStatus.Refused);
    }

    [Fact]
    public void A_busy_address_is_named()
    {
        using ReactorRig rig = NewRig();
        using ListenSocket socket = rig.Bind();

        rig.Sockets.TryListen(socket.Local, 16, 2, out ListenSocket[] sockets, out string? error)
            .ShouldBeFalse();

        sockets.ShouldBeEmpty();
        error.ShouldNotBeNull().ShouldContain(socket.Local.ToString());
    }

    [Fact]
    public void A_wake_ends_the_wait()
    {
        using ReactorRig rig = NewRig();
        rig.Reactor.RunOnce(0);
        long beforeUs = rig.Reactor.NowUs;
        rig.Reactor.Wake();

        rig.Reactor.RunOnce(5_000);

        (rig.Reactor.NowUs - beforeUs).ShouldBeLessThan(2_000_000);
    }

    [Fact]
    public void Time_passes_while_nothing_happens()
    {
        using ReactorRig rig = NewRig();
        rig.Reactor.RunOnce(0);
        long beforeUs = rig.Reactor.NowUs;

        rig.Reactor.RunOnce(5);

        (rig.Reactor.NowUs - beforeUs).ShouldBeGreaterThanOrEqualTo(4_000);
    }
}
