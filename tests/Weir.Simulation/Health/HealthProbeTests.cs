// What one check sends, understands and says.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Health;

public sealed class HealthProbeTests
{
    [Fact]
    public void A_tcp_check_succeeds_when_the_connection_opens() =>
        HealthRig.Run(
            HealthRig.Config(),
            rig =>
            {
                rig.ServeSilence();
                rig.RunUntilChecked();

                rig[0].Health.Status.ShouldBe(HealthStatus.Healthy);
                rig[0].LastCheckOutcome.ShouldStartWith("connected in 0");
                rig[0].LastCheckUnixMs.ShouldBeGreaterThan(HealthRig.WallClockStartMs);
            }
        );

    [Fact]
    public void A_tcp_check_is_not_seen_by_the_server_and_an_http_check_is() =>
        HealthRig.Run(
            HealthRig.Config(2, new HealthCheckConfig()),
            rig =>
            {
                int accepted = 0;
                rig.ServeSilence(0, () => accepted++);
                rig.RunUntilChecked(10);
                accepted.ShouldBe(0);
                rig[0].ChecksFailed.ShouldBe(0);

                rig.Reload(
                    HealthRig.Config(2, new HealthCheckConfig { Type = HealthCheckType.Http })
                );
                rig.RunUntil(() => accepted == 1);
            }
        );

    [Fact]
    public void A_refused_connect_is_a_failure() =>
        HealthRig.Run(
            HealthRig.Config(),
            rig =>
            {
                rig.RunUntilChecked();

                rig[0].LastCheckOutcome.ShouldBe("never answered: connection refused");
                rig.Transitions.ShouldBe(["Unhealthy: never answered: connection refused"]);
            }
        );

    [Fact]
    public void A_silent_network_times_out() =>
        HealthRig.Run(
            HealthRig.Config(),
            rig =>
            {
                rig.World.Network.SetProfile(
                    HealthRig.Endpoint(),
                    FaultProfile.None with
                    {
                        BlackHoleProbability = 1,
                    }
                );
                rig.RunUntilChecked();

                rig[0]
                    .LastCheckOutcome.ShouldBe("never answered: timed out after 5 s (connecting)");
            }
        );

    [Fact]
    public void A_shortage_of_our_own_says_nothing_about_the_backend() =>
        HealthRig.Run(
            HealthRig.Config(),
            rig =>
            {
                rig.World.Network.Profile = FaultProfile.None with { NoResourcesProbability = 1 };
                rig.RunFor(20_000);

                rig[0].Health.Status.ShouldBe(HealthStatus.Unknown);
                rig[0].LastCheckUnixMs.ShouldBe(0);

                rig.World.Network.Profile = FaultProfile.None;
                rig.ServeSilence();
                rig.RunUntilChecked();
                rig[0].Health.Status.ShouldBe(HealthStatus.Healthy);
            }
        );

    [Fact]
    public void An_http_check_asks_for_its_path_and_closes() =>
        HealthRig.Run(
            HealthRig.HttpConfig(),
            rig =>
            {
                List<string> requests = rig.Serve(
                    0,
                    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                );
                rig.RunUntilChecked();

                requests.ShouldBe([
                    "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:9100\r\nUser-Agent: weir-health\r\n"
                        + "Accept: */*\r\nConnection: close\r\n\r\n",
                ]);
                rig[0].LastCheckOutcome.ShouldBe("answered 200 in 1 ms");
            }
        );

    [Fact]
    public void An_http_check_names_the_configured_host() =>
        HealthRig.Run(
            HealthRig.HttpConfig(host: "api.example.com"),
            rig =>
            {
                List<string> requests = rig.Serve(0, "HTTP/1.0 204 No Content\r\n\r\n");
                rig.RunUntilChecked();

                requests[0].ShouldContain("\r\nHost: api.example.com\r\n");
                rig[0].LastCheckOutcome.ShouldBe("answered 204 in 1 ms");
            }
        );

    [Theory]
    [InlineData("HTTP/1.1 500 Oops\r\n\r\n", "status 500, expected 200-399")]
    [InlineData("HTTP/1.1 404 Not Found\r\n\r\n", "status 404, expected 200-399")]
    [InlineData("SSH-2.0-OpenSSH\r\n", "not an HTTP answer: not an HTTP/1.x status line")]
    [InlineData("HTTP/1.1 200 OK\r\nServ", "closed without a complete answer after 2 ms")]
    [InlineData("", "closed without a complete answer after 2 ms")]
    public void A_wrong_answer_is_a_failure(string answer, string outcome) =>
        HealthRig.Run(
            HealthRig.HttpConfig(),
            rig =>
            {
                rig.Serve(0, answer);
                rig.RunUntilChecked();

                rig[0].ChecksFailed.ShouldBe(1);
                rig[0].LastCheckOutcome.ShouldBe("never answered: " + outcome);
            }
        );

    [Fact]
    public void An_answer_in_pieces_after_an_interim_one_is_understood() =>
        HealthRig.Run(
            HealthRig.HttpConfig(),
            rig =>
            {
                rig.Serve(
                    0,
                    "HTTP/1.1 10",
                    "3 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.",
                    "1 301 Moved\r\nLocation: /\r\n",
                    "\r\nbody"
                );
                rig.RunUntilChecked();

                rig[0].LastCheckOutcome.ShouldBe("answered 301 in 4 ms");
            }
        );

    [Fact]
    public void An_endless_head_is_refused_within_its_block() =>
        HealthRig.Run(
            HealthRig.HttpConfig(),
            rig =>
            {
                rig.Serve(0, "HTTP/1.1 200 OK\r\nX: " + new string('x', 100_000));
                rig.RunUntilChecked();

                rig[0]
                    .LastCheckOutcome.ShouldBe(
                        "never answered: not an HTTP answer: response head too large"
                    );
            }
        );

    [Fact]
    public void The_timeout_covers_the_whole_of_an_http_check() =>
        HealthRig.Run(
            HealthRig.HttpConfig(),
            rig =>
            {
                rig.ServeSilence();
                rig.RunUntilChecked();

                rig[0]
                    .LastCheckOutcome.ShouldBe(
                        "never answered: timed out after 5 s (waiting for the answer)"
                    );
            }
        );

    [Fact]
    public void A_check_that_waits_for_an_answer_holds_no_block() =>
        HealthRig.Run(
            HealthRig.HttpConfig(),
            rig =>
            {
                rig.ServeSilence();
                rig.RunFor(1_000);

                rig.Monitor.RunningCount.ShouldBe(1);
                rig.Reactor.Blocks.RentedCount.ShouldBe(0);
            }
        );

    [Fact]
    public void A_request_waits_for_a_block_when_all_are_out() =>
        HealthRig.Run(
            HealthRig.HttpConfig(),
            rig =>
            {
                rig.Serve(0, "HTTP/1.1 200 OK\r\n\r\n");
                rig.Reactor.Blocks.TryRent(out var block).ShouldBeTrue();
                rig.RunFor(1_000);
                rig[0].LastCheckUnixMs.ShouldBe(0);

                rig.Reactor.Blocks.Return(block);
                rig.RunUntilChecked();
                rig[0].ChecksSucceeded.ShouldBe(1);
            },
            maxBlocks: 1
        );

    [Fact]
    public void The_next_endpoint_is_tried_and_the_one_that_worked_is_preferred() =>
        HealthRig.Run(
            HealthRig.NamedConfig(),
            rig =>
            {
                rig[0]
                    .SetEndpoints([
                        HealthRig.Endpoint(0),
                        HealthRig.Endpoint(1),
                        HealthRig.Endpoint(2),
                    ]);
                rig.ServeSilence(2);
                rig.RunUntilChecked(2);

                rig[0].ChecksSucceeded.ShouldBe(2);
                rig[0].PreferredEndpoint.ShouldBe(2);
                rig[0].LastCheckOutcome.ShouldBe("connected in 0 ms"); // the refused ones were not asked again
            }
        );

    [Fact]
    public void A_silent_endpoint_leaves_time_for_the_others() =>
        HealthRig.Run(
            HealthRig.NamedConfig(),
            rig =>
            {
                rig[0].SetEndpoints([HealthRig.Endpoint(0), HealthRig.Endpoint(1)]);
                rig.World.Network.SetProfile(
                    HealthRig.Endpoint(),
                    FaultProfile.None with
                    {
                        BlackHoleProbability = 1,
                    }
                );
                rig.ServeSilence(1);
                rig.RunUntilChecked();

                rig[0].LastCheckOutcome.ShouldBe("connected in 2.5 s");
            }
        );

    [Fact]
    public void A_failure_of_all_endpoints_says_how_many_there_were() =>
        HealthRig.Run(
            HealthRig.NamedConfig(),
            rig =>
            {
                rig[0].SetEndpoints([HealthRig.Endpoint(0), HealthRig.Endpoint(1)]);
                rig.RunUntilChecked();

                rig[0].ChecksFailed.ShouldBe(1);
                rig[0]
                    .LastCheckOutcome.ShouldBe(
                        "never answered: connection refused, the last of 2 addresses"
                    );
            }
        );

    [Fact]
    public void Everything_comes_back_whatever_the_network_does()
    {
        long succeeded = 0;
        long failed = 0;
        SimWorld.RunSeeds(
            FaultProfile.Random,
            world =>
            {
                var rig = new HealthRig(
                    world,
                    HealthRig.HttpConfig() with
                    {
                        Backends = HealthRig.Config(20).Backends,
                    },
                    maxBlocks: 4
                );
                for (int i = 0; i < 20; i++)
                {
                    rig.Serve(i, "HTTP/1.1 200 OK\r\nX: y\r\n\r\n" + new string('b', i * 100));
                }

                rig.RunFor(30_000);
                succeeded += rig.Cluster.Backends.Sum(b => b.ChecksSucceeded);
                failed += rig.Cluster.Backends.Sum(b => b.ChecksFailed);
                rig.Finish();
            },
            defaultCount: 100
        );

        if (SimSeeds.All(100).Count() >= 100)
        {
            succeeded.ShouldBeGreaterThan(failed);
            failed.ShouldBeGreaterThan(0);
        }
    }
}
