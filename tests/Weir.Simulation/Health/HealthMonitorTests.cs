// When backends are checked: rhythm, many at once, maintenance, reloads.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Health;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Health;

public sealed class HealthMonitorTests
{
    private static readonly FaultProfile BlackHole = FaultProfile.None with
    {
        BlackHoleProbability = 1,
    };

    private static ClusterConfig Unchecked() =>
        HealthRig.Config(1, new HealthCheckConfig { Type = HealthCheckType.None });

    [Fact]
    public void Checks_start_at_once_and_follow_the_interval_with_a_tenth_of_jitter() =>
        HealthRig.Run(
            HealthRig.Config(),
            rig =>
            {
                long startUs = rig.World.Network.Clock.NowUs;
                rig.ServeSilence();
                List<long> checksUs = [];
                while (checksUs.Count < 200)
                {
                    rig.RunUntil(() => rig[0].ChecksSucceeded > checksUs.Count);
                    checksUs.Add(rig.World.Network.Clock.NowUs);
                }

                (checksUs[0] - startUs).ShouldBeLessThan(1_000);
                long[] gapsMs = [.. checksUs.Zip(checksUs.Skip(1), (a, b) => (b - a) / 1000)];
                gapsMs.ShouldAllBe(g => g >= 4_499 && g <= 5_501);
                gapsMs.Min().ShouldBeLessThan(4_600);
                gapsMs.Max().ShouldBeGreaterThan(5_400);
                gapsMs.Average().ShouldBe(5_000, 150);
            }
        );

    [Fact]
    public void A_slow_check_does_not_move_the_rhythm() =>
        HealthRig.Run(
            HealthRig.Config(1, new HealthCheckConfig { TimeoutMs = 4_000 }),
            rig =>
            {
                rig.World.Network.Profile = BlackHole;
                rig.RunFor(100_500);

                rig[0].ChecksFailed.ShouldBeInRange(18, 22);
            }
        );

    [Fact]
    public void A_check_longer_than_the_interval_is_followed_at_once_by_the_next() =>
        HealthRig.Run(
            HealthRig.Config() with
            {
                BackendCheckIntervalMs = 100,
            },
            rig =>
            {
                rig.World.Network.Profile = BlackHole;
                rig.RunFor(50_900);

                rig[0].ChecksFailed.ShouldBe(10);
                rig.Monitor.RunningCount.ShouldBe(1);
            }
        );

    [Fact]
    public void A_thousand_silent_backends_are_all_checked_within_one_interval_and_the_spread() =>
        HealthRig.Run(
            HealthRig.Config(1_000),
            rig =>
            {
                rig.World.Network.Profile = BlackHole;
                rig.RunFor(500);
                rig.Monitor.RunningCount.ShouldBeInRange(400, 600);

                rig.RunFor(5_500 + (CheckRoster.SpreadUs / 1000) - 500);

                rig.Cluster.Backends.ShouldAllBe(b => b.ChecksFailed == 1);
            }
        );

    [Fact]
    public void No_more_than_the_limit_run_at_one_time_and_the_rest_follows() =>
        HealthRig.Run(
            HealthRig.Config(HealthMonitor.MaxProbes + 200),
            rig =>
            {
                rig.World.Network.Profile = BlackHole;
                rig.RunFor(2_000);
                rig.Monitor.RunningCount.ShouldBe(HealthMonitor.MaxProbes);

                rig.RunFor(11_000);

                rig.Cluster.Backends.ShouldAllBe(b => b.ChecksFailed >= 1);
            }
        );

    [Fact]
    public void A_few_backends_are_all_checked_in_the_first_turn() =>
        HealthRig.Run(
            HealthRig.Config(CheckRoster.MaxAtOnce),
            rig =>
            {
                rig.World.Network.Profile = BlackHole;
                rig.Monitor.RunOnce(0);

                rig.Monitor.RunningCount.ShouldBe(CheckRoster.MaxAtOnce);
            }
        );

    [Fact]
    public void An_unhealthy_backend_is_healed_by_its_next_check() =>
        HealthRig.Run(
            HealthRig.Config(),
            rig =>
            {
                rig.RunUntilChecked();
                rig.Cluster.Usable.Backends.ShouldBeEmpty();

                rig.ServeSilence();
                rig.RunUntilChecked(2);

                rig.Transitions.Count.ShouldBe(2);
                rig.Transitions[1].ShouldStartWith("Healthy: connected in");
                rig.Cluster.Usable.Backends.ShouldBe([rig[0]]);
            }
        );

    [Fact]
    public void Without_checks_a_marked_backend_gets_its_trial_after_the_interval_and_again_after_each() =>
        HealthRig.Run(
            Unchecked(),
            rig =>
            {
                bool hasAccepted = false;
                rig.ServeSilence(0, () => hasAccepted = true);
                rig.RunFor(20_000);
                (rig[0].ChecksSucceeded + rig[0].ChecksFailed).ShouldBe(0);
                rig[0].Health.Status.ShouldBe(HealthStatus.Unknown);

                for (int i = 0; i < 3; i++)
                {
                    rig[0].RecordLiveFailure("connection refused");
                    rig.Cluster.Usable.Backends.ShouldBeEmpty();
                    rig.RunFor(4_900);
                    rig.Cluster.Usable.Backends.ShouldBeEmpty();
                    rig.RunFor(1_200); // looked at each half second
                    rig.Cluster.Usable.Backends.ShouldBe([rig[0]]);
                    rig[0].Health.Status.ShouldBe(HealthStatus.Unknown);
                }

                rig[0].RecordLiveSuccess();
                rig.RunFor(60_000);
                rig[0].Health.Status.ShouldBe(HealthStatus.Healthy);
                hasAccepted.ShouldBeFalse();
            }
        );

    [Fact]
    public void Checks_that_a_reload_switches_off_or_on_stop_or_start() =>
        HealthRig.Run(
            HealthRig.Config(),
            rig =>
            {
                rig.RunUntilChecked();
                rig.Reload(Unchecked());
                rig.RunFor(10_000);
                rig[0].ChecksFailed.ShouldBe(1);
                rig[0].Health.Status.ShouldBe(HealthStatus.Unknown, "it is on trial");

                rig.Reload(HealthRig.Config());
                rig.RunFor(600);
                rig[0].ChecksFailed.ShouldBe(2);
                rig[0].Health.Status.ShouldBe(HealthStatus.Unhealthy);
            }
        );

    [Fact]
    public void A_name_that_resolves_again_gets_its_trial_where_nobody_checks() =>
        HealthRig.Run(
            HealthRig.NamedConfig() with
            {
                HealthCheck = Unchecked().HealthCheck,
            },
            rig =>
            {
                rig[0].SetEndpoints([]);
                rig.RunFor(20_000);
                rig[0].Health.Status.ShouldBe(HealthStatus.Unhealthy);

                rig[0].SetEndpoints([HealthRig.Endpoint()]);
                rig.RunFor(6_200);
                rig[0].Health.Status.ShouldBe(HealthStatus.Unknown);
            }
        );

    [Fact]
    public void In_maintenance_there_are_no_checks_and_afterwards_there_soon_are() =>
        HealthRig.Run(
            HealthRig.Config(),
            rig =>
            {
                rig.ServeSilence();
                rig.RunUntilChecked();
                rig[0].SetAdmin(AdminState.Maint);
                rig.RunFor(30_000);
                rig[0].ChecksSucceeded.ShouldBe(1);

                rig[0].SetAdmin(AdminState.Ready);
                rig.RunFor(1_000);
                rig[0].ChecksSucceeded.ShouldBe(2);
            }
        );

    [Fact]
    public void Checks_go_on_while_a_backend_drains() =>
        HealthRig.Run(
            HealthRig.Config(),
            rig =>
            {
                rig[0].SetAdmin(AdminState.Drain);
                rig.RunUntilChecked(3);
            }
        );

    [Fact]
    public void A_check_that_ends_in_maintenance_is_not_counted() =>
        HealthRig.Run(
            HealthRig.Config(),
            rig =>
            {
                rig.World.Network.Profile = BlackHole;
                rig.RunFor(1_000);
                rig[0].SetAdmin(AdminState.Maint);
                rig.RunFor(10_000);

                rig[0].ChecksFailed.ShouldBe(0);
                rig.Monitor.RunningCount.ShouldBe(0);
            }
        );

    [Fact]
    public void A_backend_without_endpoints_is_not_probed_and_soon_after_it_has_some_it_is_healed() =>
        HealthRig.Run(
            HealthRig.NamedConfig(),
            rig =>
            {
                rig[0].SetEndpoints([]);
                rig.Transitions.ShouldBe(["Unhealthy: the name does not resolve"]);
                rig.RunFor(20_000);
                rig[0].ChecksFailed.ShouldBe(0);

                rig.ServeSilence();
                rig[0].SetEndpoints([HealthRig.Endpoint()]);
                rig.RunFor(600);

                rig[0].Health.Status.ShouldBe(HealthStatus.Healthy);
            }
        );

    [Fact]
    public void A_backend_that_left_the_config_is_dropped_in_the_middle_of_its_check() =>
        HealthRig.Run(
            HealthRig.Config(2),
            rig =>
            {
                rig.World.Network.Profile = BlackHole;
                BackendState gone = rig[1];
                rig.RunFor(1_000);
                rig.Monitor.RunningCount.ShouldBe(2);

                rig.Reload(HealthRig.Config(1));
                rig.RunFor(20_000);

                rig.Reactor.OpenChannelCount.ShouldBeLessThanOrEqualTo(1);
                gone.ChecksFailed.ShouldBe(0);
                rig[0].ChecksFailed.ShouldBeGreaterThan(2);
            }
        );

    [Fact]
    public void A_changed_interval_applies_to_what_is_already_waiting() =>
        HealthRig.Run(
            HealthRig.Config() with
            {
                BackendCheckIntervalMs = 3_600_000,
            },
            rig =>
            {
                rig.RunUntilChecked();
                rig.RunFor(10_000);
                rig[0].ChecksFailed.ShouldBe(1);

                rig.Reload(HealthRig.Config() with { BackendCheckIntervalMs = 1_000 });
                rig.RunFor(10_500);

                rig[0].ChecksFailed.ShouldBeInRange(10, 13);
            }
        );

    [Fact]
    public void A_reload_that_changes_nothing_does_not_check_anew() =>
        HealthRig.Run(
            HealthRig.Config(),
            rig =>
            {
                rig.RunUntilChecked();
                for (int i = 0; i < 10; i++)
                {
                    rig.Reload(HealthRig.Config());
                    rig.RunFor(100);
                }

                rig[0].ChecksFailed.ShouldBe(1);
            }
        );

    [Fact]
    public void A_posted_config_ends_the_wait_of_the_turn() =>
        HealthRig.Run(
            HealthRig.Config(),
            rig =>
            {
                rig.RunUntilChecked();
                rig.World.Network.After(50_000, () => rig.Reload(HealthRig.Config(2)));
                rig.RunUntil(
                    () => rig.Cluster.Backends.Length == 2 && rig[1].ChecksFailed == 1,
                    withinMs: 100
                );
            }
        );
}
