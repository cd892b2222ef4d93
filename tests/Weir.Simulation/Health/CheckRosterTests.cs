// Who is checked after members came and went one by one.
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Simulation.Workers;
using Xunit;

namespace Weir.Simulation.Health;

public sealed class CheckRosterTests
{
    [Fact]
    public void Those_that_joined_are_checked_at_once_and_those_that_left_no_more() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { BackendCheckIntervalMs = 1_000 }),
            run =>
            {
                run.Proxy.StartHealth();
                run.World.RunFor(100_000);
                BackendConfig named = SimConfigs.BackendAt(7);
                run.Proxy.SetMembers("web", [named], "dns", static _ => { });
                BackendState member = run.Proxy.Cluster("web").Backends[^1];
                run.World.RunFor(100_000);
                member.Health.Status.ShouldBe(HealthStatus.Unhealthy, "nobody listens there");
                (member.ChecksFailed, member.ChecksSucceeded).ShouldBe((1, 0));

                run.World.RunFor(5_000_000);
                long checks = member.ChecksFailed;
                checks.ShouldBeInRange(4, 7);
                run.Proxy.SetMembers("web", [], "dns", static _ => { });
                run.World.RunFor(5_000_000);
                member.ChecksFailed.ShouldBe(checks);
            }
        );
}
