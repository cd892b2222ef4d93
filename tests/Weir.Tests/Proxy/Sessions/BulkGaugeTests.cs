// Where bulk begins and ends.
using Shouldly;
using Weir.Proxy.Configuration;
using Weir.Proxy.Io;
using Weir.Proxy.Sessions;
using Weir.Tests.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Sessions;

public sealed class BulkGaugeTests
{
    private static readonly Block Full = new(Limits.BlockBytes);
    private static readonly Block Pipe = new(new FakePipe());
    private BulkGauge _gauge;

    [Fact]
    public void Several_full_blocks_in_a_row_are_bulk()
    {
        NoteFull(Limits.BulkAfterBlocks - 1);
        _gauge.IsBulk.ShouldBeFalse();
        NoteFull(1);
        _gauge.IsBulk.ShouldBeTrue();
    }

    [Fact]
    public void A_block_that_is_not_full_begins_the_count_anew()
    {
        NoteFull(Limits.BulkAfterBlocks - 1);
        _gauge.Note(Full, Limits.BlockPayloadBytes - 1);
        NoteFull(Limits.BulkAfterBlocks - 1);
        _gauge.IsBulk.ShouldBeFalse();
    }

    [Theory]
    [InlineData(Limits.BulkFloorBytes, true)]
    [InlineData(Limits.BulkFloorBytes - 1, false)]
    public void A_pipe_stays_as_long_as_it_carries_much(int count, bool isBulk)
    {
        NoteFull(Limits.BulkAfterBlocks);
        _gauge.Note(Pipe, count);
        _gauge.IsBulk.ShouldBe(isBulk);
    }

    private void NoteFull(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _gauge.Note(Full, Limits.BlockPayloadBytes);
        }
    }
}
