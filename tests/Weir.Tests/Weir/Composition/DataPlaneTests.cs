// The threads of a load balancer as one: what is said to them is in force when the caller goes on.
using Shouldly;
using Weir.Composition;
using Weir.Linux.Uring;
using Weir.Proxy.Configuration;
using Weir.Proxy.Events;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Workers;
using Weir.Simulation.Harness;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Composition;

public sealed class DataPlaneTests
{
    [Fact]
    public void Every_worker_goes_by_a_config_once_it_was_applied()
    {
        ReactorEngine engine = ReactorEngine
            .Choose(EngineChoice.Epoll, new UringSupport("not asked", false), out _)
            .ShouldNotBeNull();
        List<string> defects = [];
        var config = new ReactorConfig { Threads = 3 };
        using var plane = new DataPlane(config, engine, NullEventSink.Instance, defects.Add);
        var living = new LivingConfig(new RecordingObserver());
        plane.Apply(Snapshot(living, 0), []); // before the start there is nobody to wait for
        plane.Start();

        for (int port = 1; port <= 200; port++)
        {
            ProxySnapshot snapshot = Snapshot(living, port);
            plane.Apply(snapshot, []);
            foreach (Worker worker in plane.Workers)
            {
                worker
                    .Clients.Services.Cluster(snapshot.Clusters[0].State)
                    .Newest.ShouldBe(snapshot.Clusters[0]);
            }
        }

        defects.ShouldBeEmpty();
    }

    private static ProxySnapshot Snapshot(LivingConfig living, int port) =>
        living.Apply(
            new WeirConfig
            {
                Listeners = [],
                Clusters =
                [
                    new ClusterConfig
                    {
                        Name = "web",
                        HealthCheck = new HealthCheckConfig { Type = HealthCheckType.None },
                        Backends =
                        [
                            new BackendConfig
                            {
                                Address = EndpointAddress.FromHostAndPort("127.0.0.1", 9000 + port),
                            },
                        ],
                    },
                ],
            }
        );
}
