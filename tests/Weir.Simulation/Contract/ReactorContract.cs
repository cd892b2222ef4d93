// What the I/O port promises about receiving and sending, as tests that every engine inherits.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Io;
using Xunit;

namespace Weir.Simulation.Contract;

/// <summary>Derive, make a rig, and the engine is held to the port.</summary>
public abstract class ReactorContract
{
    /// <summary>A reactor with a pool of that many blocks of <see cref="Limits.BlockBytes"/>.</summary>
    protected abstract ReactorRig NewRig(int maxBlocks = 64);

    [Fact]
    public void Bytes_arrive_in_a_rented_block_behind_the_headroom()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        server.Channel.Receive();
        client.Channel.Send(rig.Fill(100, 300), 100, 300);

        rig.RunUntil(() => server.ReceiveCount == 1 && client.SentCount == 1);

        server.LastReceive.ShouldBe(IoStatus.Ok);
        server.LastOffset.ShouldBe(Limits.BlockHeadroomBytes);
        server.Bytes.ShouldBe(Enumerable.Range(0, server.LastCount).Select(ReactorRig.Pattern));
        client.LastSend.ShouldBe(IoStatus.Ok);
        client.Channel.BytesSent.ShouldBe(300);
        server.Channel.BytesReceived.ShouldBe(server.LastCount);
    }

    [Fact]
    public void An_idle_receive_holds_no_block()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        server.Channel.Receive();
        client.Channel.Receive();

        rig.RunAWhile();

        rig.Reactor.Blocks.RentedCount.ShouldBe(0);
        server.Channel.IsReceiving.ShouldBeTrue();
        server.Channel.HasInput.ShouldBeFalse();
    }

    [Fact]
    public void A_lent_block_is_filled_from_its_offset_and_comes_back_at_the_end_of_stream()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        Block lent = rig.Fill(0, 0);
        server.Channel.Receive(lent, 5000);
        client.Channel.Send(rig.Fill(0, 1), 0, 1);
        rig.RunUntil(() => server.ReceiveCount == 1);
        server.LastBlock.ShouldBeSameAs(lent);
        (server.LastOffset, server.LastCount).ShouldBe((5000, 1));

        server.Channel.Receive(lent, 5001);
        client.Channel.ShutdownSend();
        rig.RunUntil(() => server.ReceiveCount == 2);

        server.LastReceive.ShouldBe(IoStatus.EndOfStream);
        server.LastCount.ShouldBe(0);
        server.LastBlock.ShouldBeSameAs(lent);
    }

    [Fact]
    public void A_receive_stays_short_of_the_tailroom()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        int offset = Limits.BlockBytes - Limits.BlockTailroomBytes - 3;
        client.Channel.Send(rig.Fill(0, 10), 0, 10);
        rig.RunUntil(() => client.SentCount == 1);
        server.Channel.Receive(rig.Fill(0, 0), offset);

        rig.RunUntil(() => server.ReceiveCount == 1);

        server.LastCount.ShouldBeInRange(1, 3);
    }

    [Fact]
    public void No_operation_calls_the_owner_before_it_returns()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        client.Channel.Send(rig.Fill(0, 10), 0, 10);
        client.SentCount.ShouldBe(0);
        rig.RunUntil(() => client.SentCount == 1);
        rig.RunAWhile();
        int before = server.CallCount;

        server.Channel.Receive();

        server.CallCount.ShouldBe(before);
        server.Channel.IsReceiving.ShouldBeTrue();
        rig.RunUntil(() => server.ReceiveCount == 1);
        server.Channel.IsReceiving.ShouldBeFalse();
    }

    [Fact]
    public void A_megabyte_arrives_whole_and_in_order()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        server.KeepReceiving(rig.Reactor.Blocks);
        const int Total = 1 << 20;
        const int Step = 50_000;
        for (int sent = 0; sent < Total; )
        {
            int count = int.Min(Step, Total - sent);
            Block block = rig.Fill(0, count, seed: sent);
            int calls = client.SentCount;
            client.Channel.Send(block, 0, count);
            rig.RunUntil(() => client.SentCount > calls);
            client.SentBlock.ShouldBeSameAs(block);
            rig.Reactor.Blocks.Return(block);
            sent += count;
        }

        client.Channel.ShutdownSend();
        rig.RunUntil(() => server.IsEnded);

        server.LastReceive.ShouldBe(IoStatus.EndOfStream);
        server.Bytes.Count.ShouldBe(Total);
        for (int i = 0; i < Total; i++)
        {
            if (server.Bytes[i] != ReactorRig.Pattern(i))
            {
                Assert.Fail($"byte {i} differs");
            }
        }

        rig.Reactor.Blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void A_send_to_a_peer_that_does_not_read_completes_once_it_reads()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        Block block = rig.Fill(0, Limits.BlockBytes);
        const int MostSends = 1024; // 64 MiB: more than any kernel buffers
        for (int sends = 0; sends < MostSends && !client.Channel.IsSending; sends++)
        {
            client.Channel.Send(block, 0, Limits.BlockBytes);
            rig.RunAWhile();
        }

        client.Channel.IsSending.ShouldBeTrue();
        client.Channel.IsSendQueueEmpty.ShouldBeFalse();
        int before = client.SentCount;
        server.KeepReceiving(rig.Reactor.Blocks);

        rig.RunUntil(() => client.SentCount == before + 1);

        client.LastSend.ShouldBe(IoStatus.Ok);
        rig.RunUntil(() => client.Channel.IsSendQueueEmpty);
        rig.RunUntil(() => server.Bytes.Count == client.Channel.BytesSent);
    }

    [Fact]
    public void A_pending_receive_can_be_taken_back_and_its_block_returns()
    {
        using ReactorRig rig = NewRig();
        (_, RecordingOwner server) = rig.ConnectPair();
        server.Channel.Receive(rig.Fill(0, 0), 0);

        server.Channel.TryCancelReceive().ShouldBeTrue();

        rig.RunUntil(() => rig.Reactor.Blocks.RentedCount == 0);
        server.Channel.IsReceiving.ShouldBeFalse();
        server.CallCount.ShouldBe(0);
        server.Channel.TryCancelReceive().ShouldBeFalse();
    }

    [Fact]
    public void A_receive_works_after_one_was_taken_back()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        server.Channel.Receive();
        rig.RunAWhile();
        server.Channel.TryCancelReceive().ShouldBeTrue();
        server.Channel.Receive();
        client.Channel.Send(rig.Fill(0, 7), 0, 7);

        rig.RunUntil(() => server.ReceiveCount == 1);

        server.LastReceive.ShouldBe(IoStatus.Ok);
        server.Bytes[0].ShouldBe(ReactorRig.Pattern(0));
    }

    [Fact]
    public void An_exhausted_pool_lets_the_receive_wait_for_a_block()
    {
        using ReactorRig rig = NewRig(maxBlocks: 1);
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        Block only = rig.Fill(0, 20);
        client.Channel.Send(only, 0, 20);
        rig.RunUntil(() => client.SentCount == 1);
        server.Channel.Receive();
        rig.RunAWhile();
        server.ReceiveCount.ShouldBe(0);

        rig.Reactor.Blocks.Return(only);

        rig.RunUntil(() => server.ReceiveCount == 1);
        server.LastBlock.ShouldBeSameAs(only);
        server.LastReceive.ShouldBe(IoStatus.Ok);
    }

    [Fact]
    public void A_pending_receive_completes_to_the_new_owner()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        server.Channel.Receive();
        rig.RunAWhile();
        var heir = new RecordingOwner { Channel = server.Channel };
        server.Channel.Owner = heir;
        client.Channel.Send(rig.Fill(0, 5), 0, 5);

        rig.RunUntil(() => heir.ReceiveCount == 1);

        server.ReceiveCount.ShouldBe(0);
    }

    [Fact]
    public void Meters_count_bytes_as_they_move()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        client.Channel.Meter = new Weir.Proxy.Primitives.ByteMeter();
        server.Channel.Meter = new Weir.Proxy.Primitives.ByteMeter();
        server.KeepReceiving(rig.Reactor.Blocks);
        client.Channel.Send(rig.Fill(0, 4000), 0, 4000);

        rig.RunUntil(() => server.Bytes.Count == 4000);

        client.Channel.Meter.BytesOut.ShouldBe(4000);
        client.Channel.Meter.BytesIn.ShouldBe(0);
        server.Channel.Meter.BytesIn.ShouldBe(4000);
    }

    [Fact]
    public void Acknowledged_bytes_empty_the_send_queue()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        client.Channel.IsSendQueueEmpty.ShouldBeTrue();
        client.Channel.Send(rig.Fill(0, 100), 0, 100);
        rig.RunUntil(() => client.SentCount == 1);

        // The peer's kernel acknowledges; its program need not read.
        rig.RunUntil(() => client.Channel.IsSendQueueEmpty);

        server.Channel.BytesReceived.ShouldBe(0);
    }

    // A turn that waits for ever shows that none of them does.
    [Fact]
    public void What_is_deferred_comes_in_order_and_no_turn_waits_before_it()
    {
        using ReactorRig rig = NewRig();
        List<string> notes = [];
        rig.Reactor.Defer(new DeferredNotes(notes, "a", then: null));
        rig.Reactor.Defer(new DeferredNotes(notes, "b", then: null));
        notes.ShouldBeEmpty();
        rig.Reactor.RunOnce(-1);
        notes.ShouldBe(["a", "b"]);
        rig.RunAWhile();
        notes.Count.ShouldBe(2);
    }

    [Fact]
    public void What_defers_itself_again_comes_once_a_turn()
    {
        using ReactorRig rig = NewRig();
        List<string> notes = [];
        rig.Reactor.Defer(new DeferredNotes(notes, "a", rig.Reactor.Defer));
        for (int turn = 1; turn <= 3; turn++)
        {
            rig.Reactor.RunOnce(-1);
            notes.Count.ShouldBe(turn);
        }
    }

    [Fact]
    public void What_is_deferred_may_use_channels()
    {
        using ReactorRig rig = NewRig();
        (RecordingOwner client, RecordingOwner server) = rig.ConnectPair();
        server.KeepReceiving(rig.Reactor.Blocks);
        List<string> notes = [];
        rig.Reactor.Defer(
            new DeferredNotes(notes, "a", _ => client.Channel.Send(rig.Fill(0, 10), 0, 10))
        );
        rig.RunUntil(() => server.Bytes.Count == 10 && client.SentCount == 1);
        notes.Count.ShouldBe(1);
    }

    [Fact]
    public void A_defect_in_deferred_work_is_told_with_it_and_costs_the_others_nothing()
    {
        using ReactorRig rig = NewRig();
        var defects = new RecordingDefects();
        rig.Reactor.Defects = defects;
        List<string> notes = [];
        var bad = new DeferredNotes(notes, "a", _ => throw new InvalidOperationException("bad"));
        rig.Reactor.Defer(bad);
        rig.Reactor.Defer(new DeferredNotes(notes, "b", then: null));
        rig.Reactor.RunOnce(0);
        notes.ShouldBe(["a", "b"]);
        defects.Owners.ShouldBe([bad]);
    }
}
