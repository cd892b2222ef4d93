// Bounded, last in first out, and deaf to nobody who returns twice.
using Shouldly;
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
}
