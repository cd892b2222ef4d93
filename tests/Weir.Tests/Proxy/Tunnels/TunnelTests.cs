// Bytes both ways: one block a direction, FIN behind the bytes, resets told apart by their side, idle and stalled.
using System.Text;
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Io;
using Weir.Proxy.Tunnels;
using Weir.Tests.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Tunnels;

public sealed class TunnelTests
{
    private const int BulkAfterBlocks =
        (Limits.BulkAfterBytes + Limits.BlockPayloadBytes - 1) / Limits.BlockPayloadBytes;

    private readonly BlockPool _blocks = new(Limits.BlockBytes, 4);
    private readonly FakeChannel _client = new();
    private readonly FakeChannel _backend = new();
    private readonly Tunnel _tunnel;

    public TunnelTests()
    {
        _tunnel = Open(_client, _backend);
        _tunnel.Start();
    }

    [Fact]
    public void Both_sides_are_asked_for_bytes_once()
    {
        _tunnel.Start();
        _client.Calls.ShouldBe(["receive"]);
        _backend.Calls.ShouldBe(["receive"]);
    }

    [Fact]
    public void The_next_bytes_are_asked_for_when_the_last_are_sent()
    {
        Receive(_client, "ping").ShouldBe(TunnelStatus.Open);
        Encoding.ASCII.GetString(_backend.Sent).ShouldBe("ping");
        _client.IsReceiving.ShouldBeFalse();
        _tunnel.IsSending.ShouldBeTrue();

        _tunnel.OnSent(_backend, _backend.EndSend(), IoStatus.Ok).ShouldBe(TunnelStatus.Open);
        _client.IsReceiving.ShouldBeTrue();
        _blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void It_starts_after_early_bytes_without_asking_for_more_behind_them()
    {
        var client = new FakeChannel();
        var backend = new FakeChannel();
        Tunnel tunnel = Open(client, backend);
        Tunnel.Forward(client, Rent("220 hello"), 0, 9);
        tunnel.Start();
        backend.IsReceiving.ShouldBeFalse();
        client.IsReceiving.ShouldBeTrue();

        tunnel.OnSent(client, client.EndSend(), IoStatus.Ok);
        backend.IsReceiving.ShouldBeTrue();
    }

    [Fact]
    public void A_fin_is_passed_on_and_the_other_direction_runs_on()
    {
        EndOf(_client, IoStatus.EndOfStream).ShouldBe(TunnelStatus.Open);
        _backend.Calls.ShouldContain("shutdown");

        Receive(_backend, "answer").ShouldBe(TunnelStatus.Open);
        _tunnel.OnSent(_client, _client.EndSend(), IoStatus.Ok).ShouldBe(TunnelStatus.Open);
        _backend.IsReceiving.ShouldBeTrue();
        _client.IsReceiving.ShouldBeFalse(); // it has ended

        EndOf(_backend, IoStatus.EndOfStream).ShouldBe(TunnelStatus.Finished);
        _client.Calls.ShouldContain("shutdown");
    }

    [Fact]
    public void With_both_ended_it_finishes_when_the_last_bytes_are_sent()
    {
        EndOf(_client, IoStatus.EndOfStream);
        Receive(_backend, "last");
        EndOf(_backend, IoStatus.EndOfStream).ShouldBe(TunnelStatus.Open);
        _tunnel.OnSent(_client, _client.EndSend(), IoStatus.Ok).ShouldBe(TunnelStatus.Finished);
    }

    [Theory]
    [InlineData(IoStatus.Reset)]
    [InlineData(IoStatus.Truncated)]
    [InlineData(IoStatus.TimedOut)]
    [InlineData(IoStatus.Error)]
    public void Any_other_end_is_a_reset_of_its_side(IoStatus status)
    {
        EndOf(_client, status).ShouldBe(TunnelStatus.ClientReset);
        Tunnel other = Open(_client, _backend);
        _backend.EndReceive();
        other.OnReceived(_backend, null, 0, 0, status).ShouldBe(TunnelStatus.BackendReset);
    }

    [Fact]
    public void However_the_receive_ends_behind_a_send_that_met_a_reset_the_side_is_gone()
    {
        Receive(_backend, "echo");
        _tunnel.OnSent(_client, _client.EndSend(), IoStatus.Reset).ShouldBe(TunnelStatus.Open); // bytes from before may be there
        EndOf(_client, IoStatus.EndOfStream).ShouldBe(TunnelStatus.ClientReset);
    }

    [Fact]
    public void A_reset_waits_until_the_bytes_before_it_are_acknowledged()
    {
        _client.HasUnacknowledged = true;
        EndOf(_backend, IoStatus.Reset).ShouldBe(TunnelStatus.Resetting);
        _tunnel.OnDeadline(0, 1, out _).ShouldBe(TunnelStatus.Resetting);
        Receive(_client, "late").ShouldBe(TunnelStatus.Resetting); // nobody takes it
        _blocks.RentedCount.ShouldBe(0);
        _client.HasUnacknowledged = false;
        _tunnel.OnDeadline(0, 2, out _).ShouldBe(TunnelStatus.BackendReset);
    }

    [Fact]
    public void A_reset_does_not_wait_for_ever_nor_for_a_peer_that_is_gone_itself()
    {
        _client.HasUnacknowledged = true;
        EndOf(_backend, IoStatus.Reset).ShouldBe(TunnelStatus.Resetting);
        EndOf(_client, IoStatus.Reset).ShouldBe(TunnelStatus.BackendReset);
        for (int i = 0; i < Limits.LateResetLooks - 2; i++)
        {
            _tunnel.OnDeadline(0, i, out _).ShouldBe(TunnelStatus.Resetting);
        }

        _tunnel.OnDeadline(0, 1, out _).ShouldBe(TunnelStatus.Resetting);
        _tunnel.OnDeadline(0, 1, out _).ShouldBe(TunnelStatus.BackendReset);
    }

    [Fact]
    public void A_send_that_fails_returns_its_block_and_leaves_the_end_to_the_receive_of_that_side()
    {
        Receive(_client, "x");
        _tunnel.OnSent(_backend, _backend.EndSend(), IoStatus.Reset).ShouldBe(TunnelStatus.Open);
        _blocks.RentedCount.ShouldBe(0);
        _client.IsReceiving.ShouldBeFalse(); // nobody takes what it says
        Receive(_backend, "its last words").ShouldBe(TunnelStatus.Open);
        Encoding.ASCII.GetString(_client.Sent).ShouldBe("its last words");
        _tunnel.OnSent(_client, _client.EndSend(), IoStatus.Ok).ShouldBe(TunnelStatus.Open);
        EndOf(_backend, IoStatus.Reset).ShouldBe(TunnelStatus.BackendReset);
    }

    [Theory]
    [InlineData(false, IoStatus.NoResources)]
    [InlineData(true, IoStatus.Reset)]
    public void A_send_that_fails_ends_at_once_where_no_receive_would_tell(
        bool hasEnded,
        IoStatus status
    )
    {
        if (hasEnded)
        {
            EndOf(_backend, IoStatus.EndOfStream);
        }

        Receive(_client, "x");
        _tunnel.OnSent(_backend, _backend.EndSend(), status).ShouldBe(TunnelStatus.BackendReset);
        _blocks.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void A_lent_block_that_comes_with_an_end_is_returned()
    {
        Block block = Rent("");
        _client.EndReceive();
        _tunnel.OnReceived(_client, block, 0, 0, IoStatus.EndOfStream);
        _blocks.RentedCount.ShouldBe(0);
    }

    [Theory]
    [InlineData(100, 0, 10, 100, false, 10)]
    [InlineData(95, 91, 10, 100, false, 5)]
    [InlineData(91, 95, 10, 100, false, 5)]
    [InlineData(90, 60, 10, 100, true, 0)]
    [InlineData(0, 90, 10, 100, true, 0)]
    [InlineData(0, 0, 0, 100, false, 0)]
    public void It_is_idle_when_neither_side_moved_a_byte_for_so_long(
        long clientUs,
        long backendUs,
        long idleUs,
        long nowUs,
        bool isIdle,
        long againInUs
    )
    {
        Tunnel tunnel = Open(
            new FakeChannel().WithActivityAt(clientUs),
            new FakeChannel().WithActivityAt(backendUs)
        );
        tunnel
            .OnDeadline(idleUs, nowUs, out long again)
            .ShouldBe(isIdle ? TunnelStatus.Idle : TunnelStatus.Open);
        again.ShouldBe(againInUs);
    }

    [Fact]
    public void A_passed_deadline_is_called_stalled_where_a_side_takes_no_bytes()
    {
        _tunnel.OnDeadline(1, 1_000, out _).ShouldBe(TunnelStatus.Idle);
        Receive(_client, "x");
        _tunnel.OnDeadline(1, 1_000, out _).ShouldBe(TunnelStatus.Stalled);
    }

    [Fact]
    public void Bulk_goes_on_through_a_pipe_until_small_talk()
    {
        _blocks.OpenPipe = () => new Block(new FakePipe());
        FillBlocks(BulkAfterBlocks);
        _backend.Calls[^1].ShouldBe("receive into a pipe");
        (_blocks.RentedPipeCount, _blocks.RentedCount).ShouldBe((1, 0));
        _client.IsReceiving.ShouldBeTrue(); // the other way waits as before
        _client.Calls.ShouldNotContain("receive into a pipe");
        Block pipe = _backend.LentBlock!; // it was asked to receive into it

        PassOn(pipe, Limits.BulkFloorBytes).ShouldBe(TunnelStatus.Open);
        _backend.LentBlock.ShouldBeSameAs(pipe);
        PassOn(pipe, 100).ShouldBe(TunnelStatus.Open); // a last piece is often small
        _backend.LentBlock.ShouldBeSameAs(pipe);
        Receive(_client, "ping");
        PassOn(pipe, 100).ShouldBe(TunnelStatus.Open);

        _backend.Calls[^1].ShouldBe("receive");
        _blocks.RentedPipeCount.ShouldBe(0);
        _blocks.PipedBytes.ShouldBe(Limits.BulkFloorBytes + 200);
    }

    [Fact]
    public void Answers_in_between_keep_a_direction_from_becoming_bulk()
    {
        _blocks.OpenPipe = () => new Block(new FakePipe());
        for (int round = 0; round < 3; round++)
        {
            FillBlocks(BulkAfterBlocks - 1);
            Receive(_client, "more");
            _tunnel.OnSent(_backend, _backend.EndSend(), IoStatus.Ok);
        }

        _backend.Calls.ShouldNotContain("receive into a pipe");
    }

    [Fact]
    public void Bulk_without_a_pipe_to_be_had_goes_on_in_blocks()
    {
        int asked = 0;
        _blocks.OpenPipe = () =>
        {
            asked++;
            return null;
        };
        FillBlocks(2 * BulkAfterBlocks);

        _backend.Calls.ShouldAllBe(call => call == "receive");
        asked.ShouldBe(2);
        _blocks.RentedCount.ShouldBe(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bulk_goes_on_in_blocks_where_a_side_takes_no_pipe(bool isClient)
    {
        _blocks.OpenPipe = () => new Block(new FakePipe());
        (_client.Piped, _backend.Piped) = (!isClient, isClient);
        FillBlocks(2 * BulkAfterBlocks);
        _backend.Calls.ShouldAllBe(call => call == "receive");
    }

    [Fact]
    public void The_end_of_bulk_is_passed_on_and_gives_the_pipe_back()
    {
        _blocks.OpenPipe = () => new Block(new FakePipe());
        FillBlocks(BulkAfterBlocks);
        _backend.EndReceive();

        _tunnel
            .OnReceived(_backend, _backend.LentBlock, 0, 0, IoStatus.EndOfStream)
            .ShouldBe(TunnelStatus.Open);

        _client.Calls.ShouldContain("shutdown");
        _blocks.RentedPipeCount.ShouldBe(0);
    }

    [Fact]
    public void A_failed_send_of_bulk_gives_the_pipe_back()
    {
        _blocks.OpenPipe = () => new Block(new FakePipe());
        FillBlocks(BulkAfterBlocks);
        _backend.EndReceive();
        _tunnel.OnReceived(_backend, _backend.LentBlock, 0, Limits.BulkFloorBytes, IoStatus.Ok);

        _tunnel.OnSent(_client, _client.EndSend(), IoStatus.Reset).ShouldBe(TunnelStatus.Open);

        _blocks.RentedPipeCount.ShouldBe(0);
    }

    [Fact]
    public void A_backend_on_its_way_to_the_pool_waits_without_a_pipe()
    {
        _blocks.OpenPipe = () => new Block(new FakePipe());
        _tunnel.EndBulk();
        _backend.Calls.ShouldNotContain("cancel");

        FillBlocks(BulkAfterBlocks);
        _tunnel.EndBulk();

        _backend.Calls[^1].ShouldBe("cancel");
    }

    // The backend sends that many full blocks, and the client takes them.
    private Tunnel Open(FakeChannel client, FakeChannel backend)
    {
        var tunnel = new Tunnel(_blocks);
        tunnel.Open(client, backend);
        return tunnel;
    }

    private void FillBlocks(int count)
    {
        for (int i = 0; i < count; i++)
        {
            PassOn(Rent(""), Limits.BlockPayloadBytes);
        }
    }

    private TunnelStatus PassOn(Block block, int count)
    {
        _backend.EndReceive();
        _tunnel.OnReceived(_backend, block, 0, count, IoStatus.Ok);
        return _tunnel.OnSent(_client, _client.EndSend(), IoStatus.Ok);
    }

    private TunnelStatus Receive(FakeChannel from, string text)
    {
        from.EndReceive();
        return _tunnel.OnReceived(from, Rent(text), 0, text.Length, IoStatus.Ok);
    }

    private TunnelStatus EndOf(FakeChannel from, IoStatus status)
    {
        from.EndReceive();
        return _tunnel.OnReceived(from, null, 0, 0, status);
    }

    private Block Rent(string text)
    {
        _blocks.TryRent(out Block? block).ShouldBeTrue();
        Encoding.ASCII.GetBytes(text).CopyTo(block!.Bytes, 0);
        return block;
    }
}
