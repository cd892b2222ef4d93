// Connects to backends: endpoint after endpoint, the deadline of each, and what is counted and held against the backend.
using Shouldly;
using Weir.Proxy.Facts;
using Weir.Proxy.Pooling;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Pooling;

public sealed class BackendConnectorTests
{
    private const int DeadPort = 9199;

    [Fact]
    public void The_next_endpoint_of_a_name_is_tried_at_once_and_remembered() =>
        PoolRig.Run(rig =>
        {
            rig.Backend.SetEndpoints([SimWorld.Loopback(DeadPort), SimWorld.Loopback(9100)]);
            rig.Worker.Open(rig.Backend).Connection.ShouldNotBeNull();
            rig.Worker.Open(rig.Backend).Connection.ShouldNotBeNull();

            rig.Backend.PreferredEndpoint.ShouldBe(1);
            rig.Counters.Connects.ShouldBe([2, 1, 0, 0, 0]);
            rig.Backend.Health.Failures.ShouldBe(0);
        });

    [Fact]
    public void When_all_endpoints_refuse_the_user_hears_of_it_and_it_counts_as_one_failed_check() =>
        PoolRig.Run(rig =>
        {
            rig.Backend.SetEndpoints([
                SimWorld.Loopback(DeadPort),
                SimWorld.Loopback(DeadPort + 1),
            ]);
            PoolUser user = rig.Worker.Open(rig.Backend);

            user.Failure.ShouldBe(ConnectResult.Refused);
            rig.Counters.Connects[(int)ConnectResult.Refused].ShouldBe(2);
            rig.Backend.Health.Failures.ShouldBe(1);
            rig.Worker.Pool.OpenCount.ShouldBe(0);
            rig.Worker.Reactor.OpenChannelCount.ShouldBe(0);
        });

    [Fact]
    public void Fast_open_is_for_http_and_its_connects_make_up_for_no_failure() =>
        PoolRig.Run(
            rig =>
            {
                rig.Backend.RecordCheck(success: true, "connected", 1);
                rig.Backend.RecordLiveFailure("connection refused");
                rig.Worker.Open(rig.Backend).Connection.ShouldNotBeNull();
                rig.Worker.Reactor.FastOpenCount.ShouldBe(1);
                rig.Backend.Health.Failures.ShouldBe(1);

                rig.Worker.Open(rig.Backend, PoolKind.Tcp).Connection.ShouldNotBeNull();
                rig.Worker.Reactor.FastOpenCount.ShouldBe(1);
                rig.Backend.Health.Failures.ShouldBe(0);
            },
            config => config with { TcpFastOpen = true }
        );

    [Fact]
    public void With_fast_open_the_first_whole_response_makes_up_for_failures() =>
        PoolRig.Run(
            rig =>
            {
                rig.Backend.RecordCheck(success: true, "connected", 1);
                rig.Backend.RecordLiveFailure("connection refused");
                PoolUser user = rig.Worker.Open(rig.Backend);
                rig.Backend.Health.Failures.ShouldBe(1);

                rig.Worker.Release(user);
                rig.Backend.Health.Failures.ShouldBe(0);
            },
            config => config with { TcpFastOpen = true }
        );

    [Fact]
    public void A_connect_that_takes_too_long_is_given_up_within_one_scan() =>
        PoolRig.Run(
            rig =>
            {
                rig.World.Network.Profile = FaultProfile.None with { BlackHoleProbability = 1 };
                long startUs = rig.World.Network.Clock.NowUs;
                PoolUser user = rig.Worker.Open(rig.Backend);

                user.Failure.ShouldBe(ConnectResult.Timeout);
                (rig.World.Network.Clock.NowUs - startUs).ShouldBeInRange(2_000_000, 2_100_100);
                rig.Worker.Counters.Timeouts[(int)TimeoutKind.Connect].ShouldBe(1);
                rig.Counters.Connects[(int)ConnectResult.Timeout].ShouldBe(1);
                rig.Backend.Health.Failures.ShouldBe(1);
            },
            config => config with { BackendConnectTimeoutMs = 2_000 }
        );

    [Fact]
    public void Each_endpoint_has_a_connect_timeout_of_its_own() =>
        PoolRig.Run(
            rig =>
            {
                rig.World.Network.SetProfile(
                    SimWorld.Loopback(DeadPort),
                    FaultProfile.None with
                    {
                        BlackHoleProbability = 1,
                    }
                );
                rig.Backend.SetEndpoints([SimWorld.Loopback(DeadPort), SimWorld.Loopback(9100)]);

                rig.Worker.Open(rig.Backend).Connection.ShouldNotBeNull();
                rig.Counters.Connects.ShouldBe([1, 0, 1, 0, 0]);
                rig.World.RunFor(5_000_000); // the deadline is gone with the connect
                rig.Worker.Counters.Timeouts[(int)TimeoutKind.Connect].ShouldBe(1);
            },
            config => config with { BackendConnectTimeoutMs = 2_000 }
        );

    [Fact]
    public void A_connect_keeps_the_time_that_it_began_with_when_a_reload_changes_it() =>
        PoolRig.Run(
            rig =>
            {
                rig.World.Network.Profile = FaultProfile.None with { BlackHoleProbability = 1 };
                rig.Backend.SetEndpoints([SimWorld.Loopback(DeadPort), SimWorld.Loopback(9100)]);
                long startUs = rig.World.Network.Clock.NowUs;
                PoolUser user = rig.Worker.StartOpen(rig.Backend);
                rig.Reload(config => config with { BackendConnectTimeoutMs = 100 });
                rig.World.RunUntil(() => user.IsSettled, "the connect's end");

                user.Failure.ShouldBe(ConnectResult.Timeout);
                (rig.World.Network.Clock.NowUs - startUs).ShouldBeInRange(4_000_000, 4_200_200);
            },
            config => config with { BackendConnectTimeoutMs = 2_000 }
        );

    [Theory]
    [InlineData(ConnectResult.Unreachable)]
    [InlineData(ConnectResult.Error)]
    public void What_is_not_the_backends_fault_is_counted_but_not_held_against_it(
        ConnectResult result
    ) =>
        PoolRig.Run(rig =>
        {
            bool isUnreachable = result == ConnectResult.Unreachable;
            rig.World.Network.Profile = FaultProfile.None with
            {
                UnreachableProbability = isUnreachable ? 1 : 0,
                NoResourcesProbability = isUnreachable ? 0 : 1,
            };

            rig.Worker.Open(rig.Backend).Failure.ShouldBe(result);
            rig.Counters.Connects[(int)result].ShouldBe(1);
            rig.Backend.Health.Failures.ShouldBe(0);
        });

    [Fact]
    public void A_connect_that_works_resets_the_failures_and_its_time_is_recorded() =>
        PoolRig.Run(rig =>
        {
            rig.Backend.RecordCheck(success: true, "connected", 1);
            rig.Backend.RecordLiveFailure("connection refused");
            rig.Worker.Open(rig.Backend).Connection.ShouldNotBeNull();

            rig.Backend.Health.Failures.ShouldBe(0);
            long[] counts = new long[Histogram.BoundsUs.Length + 1];
            rig.Worker.CountersOf(rig.Cluster).ConnectDuration.AddTo(counts);
            counts.Sum().ShouldBe(1);
        });
}
