// Bounded, last in first out, and deaf to nobody who returns twice.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Io;
using Xunit;

namespace Weir.Tests.Proxy.Io;

public sealed class BlockPoolTests
{
    [Fact]
    public void It_rents_up_to_its_limit_and_again_after_a_return()
    {
        var pool = new BlockPool(1024, 2);
        pool.TryRent(out Block? first).ShouldBeTrue();
        pool.TryRent(out Block? second).ShouldBeTrue();
        second.ShouldNotBe(first);
        pool.TryRent(out Block? none).ShouldBeFalse();
        none.ShouldBeNull();
        pool.RentedCount.ShouldBe(2);

        pool.Return(first);
        pool.RentedCount.ShouldBe(1);
        pool.TryRent(out Block? third).ShouldBeTrue();
        third.ShouldBe(first);
        third.Bytes.Length.ShouldBe(1024);
    }

    [Fact]
    public void The_last_returned_is_rented_first()
    {
        var pool = new BlockPool(64, 3);
        pool.TryRent(out Block? first);
        pool.TryRent(out Block? second);
        pool.Return(second!);
        pool.Return(first!);

        pool.TryRent(out Block? next);
        next.ShouldBe(first);
    }

    [Fact]
    public void A_block_that_is_returned_twice_is_caught()
    {
        var pool = new BlockPool(64, 2);
        pool.TryRent(out Block? block);
        pool.Return(block!);

        Should.Throw<InvalidOperationException>(() => pool.Return(block!));
        pool.RentedCount.ShouldBe(0);
    }

    [Fact]
    public void Without_an_engine_that_has_pipes_there_are_none()
    {
        new BlockPool(64, 2).TryRentPipe(out Block? none).ShouldBeFalse();
        none.ShouldBeNull();
    }

    [Fact]
    public void An_empty_pipe_is_rented_again_and_one_with_bytes_is_closed()
    {
        var pool = new BlockPool(64, 2) { OpenPipe = () => new Block(new FakePipe()) };
        pool.TryRentPipe(out Block? first).ShouldBeTrue();
        (pool.RentedPipeCount, pool.RentedCount).ShouldBe((1, 0));
        pool.Return(first!);
        pool.TryRentPipe(out Block? again).ShouldBeTrue();
        again.ShouldBeSameAs(first);
        var pipe = (FakePipe)again!.Pipe!;
        pipe.Fill();

        pool.Return(again);

        pool.RentedPipeCount.ShouldBe(0);
        pipe.IsClosed.ShouldBeTrue();
        pool.TryRentPipe(out Block? other).ShouldBeTrue();
        other.ShouldNotBeSameAs(first);
    }

    [Fact]
    public void Pipes_are_bounded_and_free_ones_close_with_the_pool()
    {
        var pool = new BlockPool(64, 2) { OpenPipe = () => new Block(new FakePipe()) };
        List<Block> rented = [];
        while (pool.TryRentPipe(out Block? block))
        {
            rented.Add(block);
        }

        rented.Count.ShouldBe(Limits.MaxPipes);
        rented.ForEach(pool.Return);
        pool.ClosePipes();
        rented.ShouldAllBe(block => ((FakePipe)block.Pipe!).IsClosed);
    }

    [Fact]
    public void Where_no_pipe_can_be_opened_none_counts_as_rented()
    {
        var pool = new BlockPool(64, 2) { OpenPipe = () => null };
        pool.TryRentPipe(out _).ShouldBeFalse();
        pool.RentedPipeCount.ShouldBe(0);
    }
}
