// Fresh tcp connections kept ready: how many, for whom, and what becomes of those that are lost or greeted before their use.
using System.Text;
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;
using Xunit;

namespace Weir.Simulation.Pooling;

public sealed class WarmKeeperTests
{
    [Fact]
    public void It_starts_with_one_and_keeps_it_ready_for_ever() =>
        PoolRig.Run(rig =>
        {
            rig.StartWarm();
            rig.RunTicks(200); // idle timeouts replace it

            rig.Backend.Idle.ShouldBe(1);
            rig.Peers.Count(p => !p.IsClosed).ShouldBe(1);
            rig.Counters.Evictions[(int)EvictionReason.Idle].ShouldBe(3);
        });

    [Fact]
    public void Each_is_handed_out_once_and_replaced() =>
        PoolRig.Run(rig =>
        {
            rig.StartWarm();
            HashSet<PooledConnection> seen = [];
            for (int i = 0; i < 5; i++)
            {
                PoolUser client = rig.Worker.TcpClient(rig.Backend);
                client.Connection!.AcquiredAs.ShouldBe(AcquireResult.Warm);
                seen.Add(client.Connection!).ShouldBeTrue();
                rig.Worker.Discard(client);
                rig.Settle();
            }

            rig.Peers.Count.ShouldBe(6);
            rig.Peers.Count(p => !p.IsClosed).ShouldBe(1);
            rig.Counters.Acquires.ShouldBe([0, 5, 0]);
        });

    [Fact]
    public void The_stock_follows_bursts_of_clients_and_never_passes_the_limit() =>
        PoolRig.Run(
            rig =>
            {
                rig.StartWarm();
                for (int burst = 0; burst < 5; burst++)
                {
                    PoolUser[] clients = new PoolUser[4];
                    for (int i = 0; i < clients.Length; i++)
                    {
                        clients[i] = rig.Worker.TcpClient(rig.Backend);
                        rig.Backend.Idle.ShouldBeLessThanOrEqualTo(4);
                    }

                    Array.ForEach(clients, rig.Worker.Discard);
                    rig.Settle();
                    rig.Backend.Idle.ShouldBeLessThanOrEqualTo(4);
                }

                rig.Backend.Idle.ShouldBe(4);
                rig.Counters.Acquires[(int)AcquireResult.Warm].ShouldBeGreaterThan(15);
                rig.Counters.Evictions[(int)EvictionReason.Overflow].ShouldBe(0);
            },
            config => config with { ConnectionPoolSize = 4 }
        );

    [Fact]
    public void The_stocks_of_two_workers_share_the_limit_fairly() =>
        PoolRig.Run(
            rig =>
            {
                for (int i = 0; i < 20; i++)
                {
                    PoolWorker worker = rig.Workers[i % 2];
                    worker.Discard(worker.TcpClient(rig.Backend));
                    rig.Backend.Idle.ShouldBeLessThanOrEqualTo(4);
                }

                rig.RunTicks(3);
                rig.Workers.Select(w => w.Pool.OpenCount).ShouldBe([2, 2]);
                rig.Peers.Count(p => !p.IsClosed).ShouldBe(4);
            },
            config => config with { ConnectionPoolSize = 4 },
            workers: 2
        );

    [Fact]
    public void Without_clients_the_stock_shrinks_to_one() =>
        PoolRig.Run(
            rig =>
            {
                PoolUser[] clients =
                [
                    .. Enumerable.Range(0, 8).Select(_ => rig.Worker.StartOpen(rig.Backend)),
                ];
                for (int i = 0; i < 8; i++)
                {
                    rig.Worker.Do(() => rig.Worker.Pool.OnTcpDemand(rig.Backend, found: false));
                }

                rig.Settle();
                rig.Backend.Idle.ShouldBeGreaterThan(4);
                Array.ForEach(clients, rig.Worker.Discard);
                rig.RunTicks(120);

                rig.Backend.Idle.ShouldBe(1);
            },
            config => config with { ConnectionIdleTimeoutMs = 20_000 }
        );

    [Theory]
    [InlineData("")]
    [InlineData("5.5.5-10.11-MariaDB")]
    public void A_backend_that_closes_three_in_a_row_unused_is_left_alone_for_ten_minutes_and_until_a_client_comes(
        string greeting
    ) =>
        PoolRig.Run(
            rig =>
            {
                rig.Greeting = greeting;
                HangUpAfter(rig, seconds: 10);
                foreach (PoolWorker worker in rig.Workers)
                {
                    worker.Do(() => worker.Pool.Prepare(rig.Backend, warm: worker == rig.Worker));
                }

                rig.RunTicks(60);
                rig.Peers.Count.ShouldBe(3);
                rig.Backend.Warm.IsPaused.ShouldBeTrue();
                rig.Worker.Events.WarmPauses.ShouldBe([
                    "127.0.0.1:9100 3" + (greeting.Length > 0 ? " speaks first" : ""),
                ]);
                rig.Worker.Reactor.Blocks.RentedCount.ShouldBe(0);

                // Clients are served all the while, each by a connection of its own; a reload changes nothing.
                rig.Workers[1]
                    .Do(() => rig.Workers[1].Pool.OnTcpDemand(rig.Backend, found: false));
                rig.Reload(config => config);
                rig.RunTicks(500);
                rig.Peers.Count.ShouldBe(3);

                rig.RunTicks(200);
                rig.Backend.Warm.IsPaused.ShouldBeFalse();
                rig.Peers.Count.ShouldBe(3, "nobody came");
                rig.Workers[1].Do(() => rig.Workers[1].Pool.OnTcpDemand(rig.Backend, found: false));
                rig.RunTicks(2);
                rig.Peers.Count.ShouldBe(4);
            },
            workers: 2
        );

    [Fact]
    public void Clients_that_find_one_in_time_keep_the_stock_alive() =>
        PoolRig.Run(rig =>
        {
            HangUpAfter(rig, seconds: 10);
            rig.StartWarm();
            for (int i = 0; i < 20; i++)
            {
                rig.RunTicks(15);
                PoolUser client = rig.Worker.TcpClient(rig.Backend);
                client.Connection!.AcquiredAs.ShouldBe(AcquireResult.Warm);
                rig.Worker.Discard(client);
            }

            rig.Backend.Warm.IsPaused.ShouldBeFalse();
            rig.Worker.Events.WarmPauses.ShouldBeEmpty();
        });

    [Fact]
    public void A_restart_that_closes_the_whole_stock_at_once_pauses_nothing() =>
        PoolRig.Run(rig =>
        {
            rig.StartWarm();
            for (int i = 0; i < 8; i++)
            {
                rig.Worker.Do(() => rig.Worker.Pool.OnTcpDemand(rig.Backend, found: false));
            }

            rig.Settle();
            rig.Backend.Idle.ShouldBeGreaterThan(4);
            rig.Peers.ForEach(p => p.Close());
            rig.RunTicks(15); // each loss lengthens the wait

            rig.Backend.Warm.IsPaused.ShouldBeFalse();
            rig.Backend.Idle.ShouldBeGreaterThan(0);
        });

    private static void HangUpAfter(PoolRig rig, int seconds)
    {
        rig.OnAccepted = peer =>
            rig.World.Network.After(seconds * 1_000_000L, peer.Close, isBackground: true);
    }

    [Fact]
    public void A_backend_that_refuses_is_asked_again_with_pauses_and_counted_as_failing() =>
        PoolRig.Run(
            rig =>
            {
                rig.Backend.RecordCheck(success: true, "connected", 1);
                rig.Worker.Do(() => rig.Worker.Pool.Prepare(rig.Backend, warm: true));
                rig.RunTicks(60);

                rig.Counters.Connects[(int)ConnectResult.Refused].ShouldBeInRange(6, 15);
                rig.Backend.Health.Failures.ShouldBe(
                    (int)rig.Counters.Connects[(int)ConnectResult.Refused]
                );
                rig.Listen();
                rig.RunTicks(12);
                rig.Backend.Idle.ShouldBe(1);
            },
            config => config with { BackendFailureThreshold = 1_000 },
            listens: false
        );

    [Fact]
    public void A_drained_backend_has_no_stock_until_it_is_ready_again() =>
        PoolRig.Run(rig =>
        {
            rig.StartWarm();
            rig.Backend.SetAdmin(AdminState.Drain);
            rig.Tell(rig.Worker);
            rig.RunTicks(5);
            rig.Peers.ShouldAllBe(p => p.IsClosed);

            rig.Backend.SetAdmin(AdminState.Ready);
            rig.Tell(rig.Worker);
            rig.RunUntilIdle(1);
        });

    [Fact]
    public void A_closed_pool_opens_nothing_for_a_late_client() =>
        PoolRig.Run(rig =>
        {
            rig.StartWarm();
            rig.Worker.Do(rig.Worker.Pool.CloseIdle);
            rig.Worker.Do(() => rig.Worker.Pool.OnTcpDemand(rig.Backend, found: false));
            rig.RunTicks(3);

            rig.Peers.Count.ShouldBe(1);
        });

    [Fact]
    public void A_greeting_in_pieces_waits_whole_for_the_first_client() =>
        PoolRig.Run(rig =>
        {
            rig.Greeting = "220 ";
            rig.StartWarm();
            rig.Settle();
            rig.Peers[0].Send("mail.example"u8);
            rig.Settle();
            rig.Peers[0].Send(".com\r\n"u8);
            rig.Settle();
            rig.Backend.Idle.ShouldBe(1);

            PoolUser client = rig.Worker.TcpClient(rig.Backend);
            client.TakeEarly().ShouldBe("220 mail.example.com\r\n");
            client.TakeEarly().ShouldBe("");

            // Its next bytes come when the client asks for them.
            rig.Peers[0].Send("more"u8);
            rig.Settle();
            client.Received.ShouldBe("");
            rig.Worker.Do(() => client.Connection!.Channel.Receive());
            rig.Settle();
            client.Received.ShouldBe("more");
        });

    [Fact]
    public void A_backend_that_greets_and_hangs_up_is_noticed_before_a_client_gets_it() =>
        PoolRig.Run(rig =>
        {
            rig.Greeting = "hello";
            rig.StartWarm();
            rig.Settle();
            rig.Peers[0].Close();
            rig.Settle();
            rig.Backend.Idle.ShouldBe(0);
            rig.Counters.Evictions[(int)EvictionReason.Stale].ShouldBe(1);
            rig.Worker.Reactor.Blocks.RentedCount.ShouldBe(0);

            rig.RunTicks(2);
            PoolUser client = rig.Worker.TcpClient(rig.Backend);
            client.Connection!.AcquiredAs.ShouldBe(AcquireResult.Warm);
            client.TakeEarly().ShouldBe("hello");
            client.End.ShouldBe(IoStatus.Ok);
        });

    [Fact]
    public void A_backend_that_pours_out_more_than_a_block_before_any_client_is_dropped() =>
        PoolRig.Run(rig =>
        {
            rig.Greeting = new string('x', Limits.BlockBytes);
            rig.Worker.Do(() => rig.Worker.Pool.Prepare(rig.Backend, warm: true));
            rig.Settle();

            rig.Backend.Idle.ShouldBe(0);
            rig.Counters.Evictions[(int)EvictionReason.Stale].ShouldBe(1);
            rig.Worker.Reactor.Blocks.RentedCount.ShouldBe(0);
        });

    [Fact]
    public void A_warm_connection_brings_its_bytes_to_the_user_who_has_it() =>
        PoolRig.Run(rig =>
        {
            rig.StartWarm();
            PoolUser client = rig.Worker.TcpClient(rig.Backend);
            client.TakeEarly().ShouldBe("");
            rig.Settle();
            rig.Peers[0].Send(Encoding.ASCII.GetBytes("late"));
            rig.Settle();

            client.Received.ShouldBe("late");
        });
}
