// Who gets a block of a pool that is nearly empty.
using Shouldly;
using Weir.Configuration;
using Weir.Linux.Channels;
using Weir.Linux.Epoll;
using Weir.Proxy.Io;
using Xunit;

namespace Weir.Tests.Linux.Channels;

public sealed class BlockClaimTests : IDisposable
{
    private readonly EpollReactor _reactor = new(new BlockPool(Limits.BlockBytes, 1));

    public void Dispose() => _reactor.Dispose();

    [Fact]
    public void Without_a_block_it_waits_once_until_it_is_promoted()
    {
        Block held = Rent();
        BlockClaim claim = default;
        claim.TryRent(_reactor, 7, out _).ShouldBeFalse();
        claim.IsStarved.ShouldBeTrue();
        claim.TryRent(_reactor, 7, out _).ShouldBeFalse();
        _reactor.Turns.HasStarved.ShouldBeTrue();

        _reactor.Blocks.Return(held);
        claim.Promote();
        claim.IsStarved.ShouldBeFalse();
        claim.TryRent(_reactor, 7, out Block? block).ShouldBeTrue();
        _reactor.Blocks.Return(block!); // it was rented
    }

    [Fact]
    public void Newcomers_stand_behind_those_who_wait_though_the_pool_has_a_block()
    {
        Block held = Rent();
        BlockClaim first = default;
        first.TryRent(_reactor, 1, out _).ShouldBeFalse();
        _reactor.Blocks.Return(held);
        BlockClaim newcomer = default;
        newcomer.TryRent(_reactor, 2, out _).ShouldBeFalse();
        newcomer.IsStarved.ShouldBeTrue();
        first.Promote();
        first.TryRent(_reactor, 1, out Block? block).ShouldBeTrue();
        _reactor.Blocks.Return(block!); // as above
    }

    [Fact]
    public void A_promotion_counts_for_one_try()
    {
        Block held = Rent();
        BlockClaim waits = default;
        waits.TryRent(_reactor, 1, out _).ShouldBeFalse();
        BlockClaim promoted = default;
        promoted.Promote();
        promoted.TryRent(_reactor, 2, out _).ShouldBeFalse();
        _reactor.Blocks.Return(held);
        promoted.TryRent(_reactor, 2, out _).ShouldBeFalse();
    }

    private Block Rent()
    {
        _reactor.Blocks.TryRent(out Block? block).ShouldBeTrue();
        return block!; // it was rented
    }
}
