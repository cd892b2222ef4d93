// A defect of Weir inside one health check costs that check: it is counted and told, its backend is checked again, and the others go on.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Health;
using Weir.Proxy.Metrics;
using Weir.Simulation.Network;
using Weir.Simulation.Workers;
using Xunit;

namespace Weir.Simulation.Health;

public sealed class HealthDefectTests
{
    private readonly MetricsCollector _metrics = new([new WorkerCounters()]);
    private readonly ProxyEvents _events = new() { ExpectsDefects = true };

    // Where the outcome is published: after a connect, within the turn of a timeout, and within a start that fails at once.
    [Theory]
    [InlineData("connected")]
    [InlineData("refused")]
    [InlineData("timed out")]
    public void Where_the_outcome_is_told_it_costs_that_check_alone(string outcome) =>
        HealthRig.Run(
            HealthRig.Config(2),
            rig =>
            {
                Listen(rig);
                if (outcome == "timed out")
                {
                    rig.World.Network.Profile = FaultProfile.None with { BlackHoleProbability = 1 };
                }
                else if (outcome == "connected")
                {
                    rig.ServeSilence(0);
                    rig.ServeSilence(1);
                }

                rig.Plant = PlantOnce(rig[0]);
                rig.RunUntilChecked(3, index: 0);
                rig.RunUntilChecked(3, index: 1);

                OneDefectWasTold();
                rig[0].Health.Status.ShouldBe(rig[1].Health.Status);
                rig.Transitions.Count.ShouldBe(1, "the first backend's was lost with its check");
            }
        );

    [Fact]
    public void While_an_answer_is_read_its_channel_and_block_go_back_and_the_next_check_works()
    {
        // A list that was never made: whoever looks a status up in it fails.
        HealthCheckConfig broken = HealthRig.HttpConfig().HealthCheck with
        {
            Expect = default,
        };
        HealthRig.Run(
            HealthRig.Config(1, broken),
            rig =>
            {
                Listen(rig);
                List<string> requests = rig.Serve(
                    0,
                    "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                );
                rig.RunUntil(() => requests.Count == 3);
                rig.RunFor(1_000);
                _metrics.Collect().InternalErrors.ShouldBe(3);
                _events.Defects.Count.ShouldBe(3);
                rig[0].ChecksSucceeded.ShouldBe(0);
                rig[0].ChecksFailed.ShouldBe(0, "the backend is not to blame");
                rig.Monitor.RunningCount.ShouldBe(0);
                rig.Reactor.OpenChannelCount.ShouldBe(0);
                rig.Reactor.Blocks.RentedCount.ShouldBe(0);
            }
        );
    }

    [Fact]
    public void A_check_that_always_fails_by_a_defect_keeps_its_interval()
    {
        const int Seconds = 100;
        HealthRig.Run(
            HealthRig.Config(2) with
            {
                BackendCheckIntervalMs = 1_000,
            },
            rig =>
            {
                Listen(rig);
                BackendState victim = rig[0];
                rig.Plant = backend =>
                {
                    if (backend == victim)
                    {
                        // As if it had never been told, so that each check tells it.
                        backend.BeginTrial();
                        throw new InvalidOperationException("planted");
                    }
                };
                rig.RunFor(Seconds * 1_000);

                _events.Defects.Count.ShouldBeInRange(Seconds * 9 / 10, Seconds * 11 / 10);
                rig[1].ChecksFailed.ShouldBeInRange(Seconds * 9 / 10, Seconds * 11 / 10);
            }
        );
    }

    private void Listen(HealthRig rig) =>
        rig.Monitor.OnDefect = new CheckDefects(_metrics.Checks, _events).OnDefect;

    private void OneDefectWasTold()
    {
        _metrics.Collect().InternalErrors.ShouldBe(1);
        string defect = _events.Defects.ShouldHaveSingleItem();
        defect.ShouldContain("a health check was ended");
        defect.ShouldContain("planted");
        defect.ShouldContain("   at "); // the stack
    }

    private static Action<BackendState> PlantOnce(BackendState victim)
    {
        bool isPlanted = false;
        return backend =>
        {
            if (backend == victim && !isPlanted)
            {
                isPlanted = true;
                throw new InvalidOperationException("planted");
            }
        };
    }
}
