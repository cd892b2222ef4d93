// Where bulk begins and ends.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Bodies;
using Weir.Proxy.Io;
using Weir.Tests.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Bodies;

public sealed class BulkGaugeTests
{
    private const int Large = Limits.BulkFloorBytes;
    private const int Small = Limits.BulkFloorBytes - 1;
    private const int Enough = Limits.BulkAfterBytes / Large;

    private static readonly Block Memory = new(Limits.BlockBytes);
    private static readonly Block Pipe = new(new FakePipe());
    private readonly BlockPool _blocks = new(Limits.BlockBytes, 1);
    private BulkGauge _gauge;

    [Theory]
    [InlineData(Limits.BlockPayloadBytes)]
    [InlineData(58_000)] // a busy machine fills no block
    [InlineData(Large)]
    public void Bulk_begins_when_enough_has_moved_however_it_was_cut(int count)
    {
        int moved = 0;
        for (; moved < Limits.BulkAfterBytes; moved += count)
        {
            _gauge.IsBulk.ShouldBeFalse();
            Note(count);
        }

        _gauge.IsBulk.ShouldBeTrue();
    }

    [Fact]
    public void Small_talk_is_never_bulk_however_much_of_it_there_is()
    {
        Note(Small, times: 10 * Enough);
        _gauge.IsBulk.ShouldBeFalse();
    }

    [Fact]
    public void A_small_receive_among_large_ones_neither_counts_nor_begins_the_count_anew()
    {
        Note(Large, Enough - 1);
        Note(Small);
        _gauge.IsBulk.ShouldBeFalse();
        Note(Large);
        _gauge.IsBulk.ShouldBeTrue();
    }

    [Fact]
    public void An_answer_begins_the_count_anew()
    {
        Note(Large, Enough - 1);
        _gauge.NoteOther(Small);
        Note(Large, Enough - 1);
        _gauge.IsBulk.ShouldBeFalse();
        Note(Large);
        _gauge.IsBulk.ShouldBeTrue();
    }

    [Fact]
    public void Bulk_the_other_way_is_no_answer()
    {
        for (int i = 0; i < Enough; i++)
        {
            Note(Large);
            _gauge.NoteOther(Large);
        }

        _gauge.IsBulk.ShouldBeTrue();
    }

    [Theory]
    [InlineData(Limits.SmallReceivesToLeaveBulk - 1, true)]
    [InlineData(Limits.SmallReceivesToLeaveBulk, false)]
    public void Several_small_receives_in_a_row_end_bulk(int times, bool isBulk)
    {
        Note(Large, Enough);
        Note(Small, times);
        _gauge.IsBulk.ShouldBe(isBulk);
    }

    [Fact]
    public void A_large_receive_between_small_ones_keeps_bulk()
    {
        Note(Large, Enough);
        for (int i = 0; i < 5; i++)
        {
            Note(Small, Limits.SmallReceivesToLeaveBulk - 1);
            Note(Large);
        }

        _gauge.IsBulk.ShouldBeTrue();
    }

    [Fact]
    public void A_small_receive_after_an_answer_ends_bulk_at_once()
    {
        Note(Large, Enough);
        _gauge.NoteOther(Small);
        _gauge.IsBulk.ShouldBeTrue();
        Note(Small);
        _gauge.IsBulk.ShouldBeFalse();
    }

    [Fact]
    public void Bulk_that_goes_on_after_an_answer_stays_bulk()
    {
        Note(Large, Enough);
        _gauge.NoteOther(Small);
        Note(Large);
        Note(Small);
        _gauge.IsBulk.ShouldBeTrue();
    }

    [Fact]
    public void What_came_into_pipes_is_counted()
    {
        Note(Large, times: 2);
        _gauge.Note(Pipe, Large, _blocks);
        _gauge.Note(Pipe, Small, _blocks);
        _blocks.PipedBytes.ShouldBe(Large + Small);
    }

    private void Note(int count, int times = 1)
    {
        for (int i = 0; i < times; i++)
        {
            _gauge.Note(Memory, count, _blocks);
        }
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void Bulk_goes_through_a_pipe_where_both_sides_take_it(
        bool fromTakes,
        bool toTakes,
        bool isPiped
    )
    {
        _blocks.OpenPipe = () => new Block(new FakePipe());
        var from = new FakeChannel { Piped = fromTakes };
        Note(Large, Enough);
        _blocks.TryRent(out Block? sent).ShouldBeTrue();
        _gauge.ReceiveNext(from, sent, _blocks, toTakes);
        from.Calls.ShouldBe([isPiped ? "receive into a pipe" : "receive"]);
        _blocks.RentedCount.ShouldBe(0);
    }
}
