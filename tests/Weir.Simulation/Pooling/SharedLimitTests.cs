// The limit of idle connections over the pools of several workers: it holds, and none of them takes all of it for long.
using Shouldly;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Simulation.Pooling;

public sealed class SharedLimitTests
{
    [Fact]
    public void The_limit_holds_over_the_pools_of_two_workers() =>
        PoolRig.Run(
            rig =>
            {
                (PoolWorker first, PoolWorker second) = (rig.Workers[0], rig.Workers[1]);
                first.Stock(rig.Backend, 2);
                second.Stock(rig.Backend, 2);
                rig.Backend.Idle.ShouldBe(3);

                first.Stock(rig.Backend, 3);
                second.Stock(rig.Backend, 3);
                rig.Backend.Idle.ShouldBe(3);
                first.Pool.OpenCount.ShouldBe(2);
                second.Pool.OpenCount.ShouldBe(1);

                // A place that one gives up is free for the other.
                PoolUser taken = first.Take(rig.Backend);
                second.Stock(rig.Backend, 2);
                rig.Backend.Idle.ShouldBe(3);
                second.Pool.OpenCount.ShouldBe(2);
                taken.Connection.ShouldNotBeNull();
            },
            config => config with { ConnectionPoolSize = 3 },
            workers: 2
        );

    [Fact]
    public void A_worker_without_an_idle_one_of_its_own_closes_the_one_that_finds_no_room() =>
        PoolRig.Run(
            rig =>
            {
                rig.Workers[0].Stock(rig.Backend, 1);
                rig.Workers[1].Stock(rig.Backend, 1);

                rig.Workers[1].Take(rig.Backend).Connection.ShouldBeNull();
                rig.Workers[0].Take(rig.Backend).Connection.ShouldNotBeNull();
                rig.Workers[1]
                    .CountersOf(rig.Backend)
                    .Evictions[(int)EvictionReason.Overflow]
                    .ShouldBe(1);
            },
            config => config with { ConnectionPoolSize = 1 },
            workers: 2
        );

    [Fact]
    public void A_worker_that_holds_all_places_leaves_an_even_share_to_one_that_lacks_it() =>
        PoolRig.Run(
            rig =>
            {
                (PoolWorker first, PoolWorker second) = (rig.Workers[0], rig.Workers[1]);
                first.Stock(rig.Backend, 4);
                second.Stock(rig.Backend, 1);
                rig.Settle();
                (first.Pool.OpenCount, second.Pool.OpenCount).ShouldBe((2, 0));

                // What it left is not its own again before the other had time to take it.
                first.Stock(rig.Backend, 2);
                first.Pool.OpenCount.ShouldBe(2);
                second.Stock(rig.Backend, 2);
                second.Pool.OpenCount.ShouldBe(2);
                rig.PlaceWishes.ShouldBe(1);

                // Later free places go to whoever comes first.
                rig.RunTicks(1);
                PoolUser taken = second.Take(rig.Backend);
                first.Stock(rig.Backend, 1);
                first.Pool.OpenCount.ShouldBe(3);
                taken.Connection.ShouldNotBeNull();
            },
            config => config with { ConnectionPoolSize = 4 },
            workers: 2
        );

    [Fact]
    public void The_wish_for_a_place_is_told_once_a_second_at_most() =>
        PoolRig.Run(
            rig =>
            {
                rig.Workers[0].Stock(rig.Backend, 1);
                rig.Workers[1].Stock(rig.Backend, 3);
                rig.PlaceWishes.ShouldBe(1);
                rig.RunTicks(1);
                rig.Workers[1].Stock(rig.Backend, 2);

                rig.PlaceWishes.ShouldBe(2);
                rig.Workers[0].Pool.OpenCount.ShouldBe(1);
            },
            config => config with { ConnectionPoolSize = 1 },
            workers: 2
        );
}
