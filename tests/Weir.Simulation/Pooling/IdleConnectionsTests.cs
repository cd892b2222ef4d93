// Connections that nobody uses: how long they stay, what ends them at once, and the wait of a used tcp connection.
using Shouldly;
using Weir.Proxy.Facts;
using Weir.Proxy.Pooling;
using Weir.Simulation.Peers;
using Xunit;

namespace Weir.Simulation.Pooling;

public sealed class IdleConnectionsTests
{
    [Fact]
    public void An_idle_connection_goes_within_one_scan_of_its_timeout() =>
        PoolRig.Run(
            rig =>
            {
                rig.Worker.Stock(rig.Backend, 1);
                rig.World.RunFor(2_990_000);
                rig.Backend.Idle.ShouldBe(1);
                rig.World.RunFor(120_000);

                rig.Backend.Idle.ShouldBe(0);
                rig.Peers[0].IsClosed.ShouldBeTrue();
                rig.Counters.Evictions[(int)EvictionReason.Idle].ShouldBe(1);
                rig.Worker.Counters.Timeouts[(int)TimeoutKind.Idle].ShouldBe(1);
            },
            config => config with { ConnectionIdleTimeoutMs = 3_000 }
        );

    [Fact]
    public void Without_an_idle_timeout_a_connection_stays() =>
        PoolRig.Run(
            rig =>
            {
                rig.Worker.Stock(rig.Backend, 1);
                rig.World.RunFor(86_400_000_000);
                rig.Worker.Take(rig.Backend).Connection.ShouldNotBeNull();
            },
            config => config with { ConnectionIdleTimeoutMs = 0 }
        );

    [Fact]
    public void The_time_in_use_is_not_idle_and_each_return_starts_it_anew() =>
        PoolRig.Run(
            rig =>
            {
                rig.Worker.Stock(rig.Backend, 1);
                rig.World.RunFor(2_000_000);
                PoolUser user = rig.Worker.Take(rig.Backend);
                rig.World.RunFor(10_000_000);
                rig.Worker.Release(user);
                rig.World.RunFor(2_900_000);

                rig.Backend.Idle.ShouldBe(1);
                rig.Counters.Evictions.Sum().ShouldBe(0);
            },
            config => config with { ConnectionIdleTimeoutMs = 3_000 }
        );

    [Theory]
    [InlineData("end")]
    [InlineData("byte")]
    [InlineData("reset")]
    public void The_end_of_an_idle_connection_or_a_stray_byte_drops_it_at_once(string event_) =>
        PoolRig.Run(rig =>
        {
            rig.Worker.Stock(rig.Backend, 2);
            Act(rig.Peers[1], event_);
            rig.Settle();

            rig.Backend.Idle.ShouldBe(1);
            rig.Counters.Evictions[(int)EvictionReason.Stale].ShouldBe(1);
            rig.Worker.Pool.OpenCount.ShouldBe(1);
            rig.Worker.Reactor.Blocks.RentedCount.ShouldBe(0);
        });

    [Theory]
    [InlineData("end")]
    [InlineData("byte")]
    public void What_came_in_the_very_turn_of_the_hand_out_is_seen_before_it(string event_) =>
        PoolRig.Run(rig =>
        {
            PoolUser user = rig.Worker.Open(rig.Backend);
            PooledConnection connection = user.Connection!; // it was opened
            rig.Worker.Release(user);
            Act(rig.Peers[0], event_);
            rig.World.RunUntil(() => connection.Channel.HasInput, "the event's arrival");

            rig.Worker.Take(rig.Backend).Connection.ShouldBeNull();
            rig.Counters.Evictions[(int)EvictionReason.Stale].ShouldBe(1);
        });

    [Fact]
    public void Reuse_waits_until_the_backend_has_been_quiet() =>
        PoolRig.Run(
            rig =>
            {
                rig.Worker.ReleaseAfterQuiet(rig.Worker.Open(rig.Backend, PoolKind.Tcp));
                rig.World.RunFor(490_000);
                rig.Worker.Take(rig.Backend, PoolKind.Tcp).Connection.ShouldBeNull();
                rig.Backend.Idle.ShouldBe(0);

                rig.World.RunFor(120_000);
                rig.Worker.Take(rig.Backend, PoolKind.Tcp)
                    .Connection!.AcquiredAs.ShouldBe(AcquireResult.Reused);
            },
            config => PoolRig.Reuse(config) with { ReuseQuietTimeMs = 500 }
        );

    [Fact]
    public void Bytes_that_the_backend_has_not_acknowledged_keep_its_connection_aside() =>
        PoolRig.Run(
            rig =>
            {
                PoolUser user = rig.Worker.Open(rig.Backend, PoolKind.Tcp);
                rig.Settle();
                rig.Peers[0].PauseReading();
                for (int i = 0; i < 6; i++)
                {
                    rig.Worker.Send(user, 60_000); // more than the server's side takes in unread
                }

                rig.Worker.ReleaseAfterQuiet(user);
                rig.World.RunFor(3_000_000);
                rig.Backend.Idle.ShouldBe(0);

                rig.Peers[0].ResumeReading();
                rig.RunUntilIdle(1);
                rig.Peers[0].BytesReceived.ShouldBe(360_000);
                rig.Worker.Take(rig.Backend, PoolKind.Tcp).Connection.ShouldNotBeNull();
            },
            PoolRig.Reuse
        );

    [Theory]
    [InlineData("end", 0)]
    [InlineData("byte", 0)]
    [InlineData("end", 1)]
    [InlineData("byte", 1)]
    public void A_byte_or_an_end_discards_a_tcp_connection_aside_or_in_the_pool(
        string event_,
        int idle
    ) =>
        PoolRig.Run(
            rig =>
            {
                rig.Worker.ReleaseAfterQuiet(rig.Worker.Open(rig.Backend, PoolKind.Tcp));
                if (idle == 1)
                {
                    rig.RunUntilIdle(1);
                }

                Act(rig.Peers[0], event_);
                rig.World.RunFor(300_000);

                rig.Backend.Idle.ShouldBe(0);
                rig.Worker.Pool.OpenCount.ShouldBe(0);
                rig.Counters.Evictions[(int)EvictionReason.Stale].ShouldBe(1);
            },
            PoolRig.Reuse
        );

    [Fact]
    public void A_connection_aside_is_not_kept_when_its_backend_is_drained_meanwhile() =>
        PoolRig.Run(
            rig =>
            {
                rig.Worker.ReleaseAfterQuiet(rig.Worker.Open(rig.Backend, PoolKind.Tcp));
                rig.Backend.SetAdmin(Proxy.Backends.AdminState.Drain);
                rig.Tell(rig.Worker);
                rig.World.RunFor(300_000);

                rig.Worker.Pool.OpenCount.ShouldBe(0);
            },
            PoolRig.Reuse
        );

    private static void Act(SimPeer peer, string event_)
    {
        switch (event_)
        {
            case "end":
                peer.Close();
                break;
            case "byte":
                peer.Send("x"u8);
                break;
            default:
                peer.Reset();
                break;
        }
    }
}
