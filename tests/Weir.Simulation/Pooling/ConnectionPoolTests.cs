// What is handed out, what is kept, and what goes: the limit over all workers, changes of backends, reloads, counters.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Pooling;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Xunit;

namespace Weir.Simulation.Pooling;

public sealed class ConnectionPoolTests
{
    [Fact]
    public void The_most_recently_used_is_handed_out_first() =>
        PoolRig.Run(rig =>
        {
            PoolUser[] users =
            [
                .. Enumerable.Range(0, 3).Select(_ => rig.Worker.Open(rig.Backend)),
            ];
            PooledConnection[] connections = [.. users.Select(u => u.Connection!)]; // all were opened
            Array.ForEach(users, rig.Worker.Release);

            PooledConnection?[] taken =
            [
                .. Enumerable.Range(0, 4).Select(_ => rig.Worker.Take(rig.Backend).Connection),
            ];

            taken.ShouldBe([connections[2], connections[1], connections[0], null]);
            rig.Peers.Count.ShouldBe(3);
        });

    [Fact]
    public void Where_each_connection_came_from_is_counted() =>
        PoolRig.Run(rig =>
        {
            PoolUser user = rig.Worker.Open(rig.Backend);
            user.Connection!.AcquiredAs.ShouldBe(AcquireResult.Opened);
            rig.Worker.Release(user);
            rig.Worker.Take(rig.Backend).Connection!.AcquiredAs.ShouldBe(AcquireResult.Reused);
            rig.Worker.Take(rig.Backend).Connection.ShouldBeNull();
            rig.StartWarm();
            rig.Worker.Take(rig.Backend, PoolKind.Tcp)
                .Connection!.AcquiredAs.ShouldBe(AcquireResult.Warm);

            rig.Counters.Acquires.ShouldBe([1, 1, 1]);
            rig.Counters.Connects[(int)ConnectResult.Ok].ShouldBe(2);
            rig.Counters.Evictions.Sum().ShouldBe(0);
        });

    [Fact]
    public void Connections_to_an_address_that_the_name_left_are_used_no_more() =>
        PoolRig.Run(rig =>
        {
            PoolUser busy = rig.Worker.Open(rig.Backend);
            rig.Worker.Stock(rig.Backend, 2);
            SocketEndpoint moved = SimWorld.Loopback(9101);

            // The old address is still among the new ones, in another place: nothing is lost.
            rig.Backend.SetEndpoints([moved, .. rig.Backend.Endpoints]);
            PoolUser kept = rig.Worker.Take(rig.Backend);
            kept.Connection.ShouldNotBeNull();
            rig.Worker.Release(kept);

            rig.Backend.SetEndpoints([moved]);
            rig.Worker.Take(rig.Backend).Connection.ShouldBeNull();
            rig.Worker.Release(busy);
            rig.Worker.Take(rig.Backend).Connection.ShouldBeNull();
            rig.Settle();
            rig.Peers.ShouldAllBe(p => p.IsClosed);
            rig.Counters.Evictions.Sum().ShouldBe(0);
        });

    [Fact]
    public void Beyond_the_limit_the_oldest_makes_room() =>
        PoolRig.Run(
            rig =>
            {
                rig.Worker.Stock(rig.Backend, 5);
                rig.Settle();

                rig.Peers.Select(p => p.IsClosed).ShouldBe([true, true, true, false, false]);
                rig.Counters.Evictions[(int)EvictionReason.Overflow].ShouldBe(3);
                rig.Backend.Idle.ShouldBe(2);
            },
            config => config with { ConnectionPoolSize = 2 }
        );

    [Fact]
    public void A_pool_of_size_zero_keeps_nothing_and_calls_it_no_eviction() =>
        PoolRig.Run(
            rig =>
            {
                rig.Worker.Stock(rig.Backend, 1);
                rig.Worker.Take(rig.Backend).Connection.ShouldBeNull();
                rig.Counters.Evictions.Sum().ShouldBe(0);
                rig.Worker.Pool.OpenCount.ShouldBe(0);
            },
            config => config with { ConnectionPoolSize = 0 }
        );

    [Fact]
    public void Http_and_tcp_never_share_a_connection() =>
        PoolRig.Run(
            rig =>
            {
                rig.Worker.Stock(rig.Backend, 1);
                rig.Worker.Take(rig.Backend, PoolKind.Tcp).Connection.ShouldBeNull();

                PoolUser tcp = rig.Worker.Open(rig.Backend, PoolKind.Tcp);
                PooledConnection connection = tcp.Connection!; // it was opened
                rig.Worker.ReleaseAfterQuiet(tcp);
                rig.RunUntilIdle(2);

                rig.Worker.Take(rig.Backend).Connection.ShouldNotBe(connection);
                rig.Worker.Take(rig.Backend).Connection.ShouldBeNull();
                rig.Worker.Take(rig.Backend, PoolKind.Tcp).Connection.ShouldBe(connection);
            },
            PoolRig.Reuse
        );

    [Fact]
    public void All_idle_ones_of_a_backend_that_turns_unhealthy_go_in_every_worker() =>
        PoolRig.Run(
            rig =>
            {
                rig.Workers.ForEach(w => w.Stock(rig.Backend, 2));
                rig.Backend.RecordCheck(success: false, "dead", 0);
                rig.Workers.ForEach(rig.Tell);
                rig.Settle();

                rig.Backend.Idle.ShouldBe(0);
                rig.Peers.ShouldAllBe(p => p.IsClosed);
                rig.Workers.ShouldAllBe(w =>
                    w.CountersOf(rig.Backend).Evictions[(int)EvictionReason.Unhealthy] == 2
                );
            },
            config => config with { BackendFailureThreshold = 1 },
            workers: 2
        );

    [Theory]
    [InlineData("drain")]
    [InlineData("weight 0")]
    [InlineData("removed")]
    public void What_an_operator_takes_out_of_work_keeps_no_idle_connection(string order) =>
        PoolRig.Run(rig =>
        {
            rig.Worker.Stock(rig.Backend, 2);
            PoolUser busy = rig.Worker.Take(rig.Backend);
            switch (order)
            {
                case "drain":
                    rig.Backend.SetAdmin(AdminState.Drain);
                    break;
                case "weight 0":
                    rig.Backend.SetWeight(0);
                    break;
                default:
                    rig.RemoveBackend();
                    break;
            }

            rig.Tell(rig.Worker);
            rig.Settle();
            rig.Peers.Select(p => p.IsClosed).ShouldBe([true, false]);

            rig.Worker.Release(busy); // what ran is finished, and not kept
            rig.Settle();
            rig.Peers.ShouldAllBe(p => p.IsClosed);
            rig.Counters.Evictions.Sum().ShouldBe(0);
        });

    [Fact]
    public void A_connection_that_is_given_back_twice_is_a_mistake_that_is_noticed() =>
        PoolRig.Run(rig =>
        {
            PoolUser user = rig.Worker.Open(rig.Backend);
            PooledConnection connection = user.Connection!; // it was opened
            rig.Worker.Release(user);

            Should.Throw<InvalidOperationException>(() => rig.Worker.Pool.Release(connection));
            Should.Throw<InvalidOperationException>(() =>
                rig.Worker.Pool.ReleaseAfterQuiet(connection)
            );
        });

    [Fact]
    public void Who_gives_up_while_it_connects_hears_nothing_more() =>
        PoolRig.Run(rig =>
        {
            PoolUser user = rig.Worker.StartOpen(rig.Backend);
            rig.Worker.Discard(user);
            rig.Settle();

            user.Connection.ShouldBeNull();
            user.Failure.ShouldBeNull();
            rig.Worker.Pool.OpenCount.ShouldBe(0);
            rig.Worker.Deadlines.Count.ShouldBe(0);
        });

    [Fact]
    public void A_discard_may_reset_instead_of_close() =>
        PoolRig.Run(rig =>
        {
            PoolUser user = rig.Worker.Open(rig.Backend);
            rig.Settle();
            bool wasReset = false;
            rig.Peers[0].OnFailed = (_, _) => wasReset = true;
            rig.Worker.Do(() => rig.Worker.Pool.Discard(user.GiveUp(), reset: true));
            rig.Settle();

            wasReset.ShouldBeTrue();
        });

    [Fact]
    public void A_closed_pool_lets_all_idle_ones_go_and_keeps_none() =>
        PoolRig.Run(rig =>
        {
            rig.Worker.Stock(rig.Backend, 3);
            PoolUser busy = rig.Worker.Take(rig.Backend);
            rig.Worker.Do(rig.Worker.Pool.CloseIdle);
            rig.Worker.Pool.OpenCount.ShouldBe(1);
            rig.Worker.Release(busy);
            rig.Worker.Pool.OpenCount.ShouldBe(0);
        });

    [Fact]
    public void A_reload_with_a_smaller_limit_drops_the_oldest() =>
        PoolRig.Run(rig =>
        {
            rig.Worker.Stock(rig.Backend, 4);
            rig.Reload(config => config with { ConnectionPoolSize = 1 });
            rig.Settle();

            rig.Peers.Select(p => p.IsClosed).ShouldBe([true, true, true, false]);
            rig.Counters.Evictions[(int)EvictionReason.Overflow].ShouldBe(3);
        });

    [Fact]
    public void A_reload_from_reuse_to_warm_closes_what_was_used() =>
        PoolRig.Run(
            rig =>
            {
                rig.Worker.ReleaseAfterQuiet(rig.Worker.Open(rig.Backend, PoolKind.Tcp));
                rig.RunUntilIdle(1);
                rig.Reload(config => config with { TcpPooling = TcpPooling.Warm });
                rig.Settle();

                rig.Peers.Select(p => p.IsClosed).ShouldBe([true, false]);
                rig.Worker.TcpClient(rig.Backend)
                    .Connection!.AcquiredAs.ShouldBe(AcquireResult.Warm);
            },
            PoolRig.Reuse
        );

    [Theory]
    [InlineData(TcpPooling.Off, 0)]
    [InlineData(TcpPooling.Reuse, 1)]
    public void A_reload_from_warm_to_another_way_opens_no_more_ahead(
        TcpPooling pooling,
        int isLeft
    ) =>
        PoolRig.Run(rig =>
        {
            rig.StartWarm();
            rig.Reload(config => config with { TcpPooling = pooling });
            rig.Settle();
            rig.Backend.Idle.ShouldBe(isLeft);

            rig.RunTicks(130); // longer than a connection may idle
            rig.Peers.Count.ShouldBe(1);
            rig.Backend.Idle.ShouldBe(0);
        });
}
