// Places, drains, endpoints, and what the observer is told.
using System.Net;
using Shouldly;
using Weir.Configuration.Clusters;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Xunit;

namespace Weir.Tests.Proxy.Backends;

public sealed class BackendStateTests
{
    private readonly RecordingObserver _observer = new();

    [Fact]
    public void Places_are_reserved_up_to_the_limit_and_without_one_for_ever()
    {
        BackendState limited = Create(TestCluster.Config(1) with { MaxConnections = 2 });
        limited.TryReserve().ShouldBeTrue();
        limited.HasRoom.ShouldBeTrue();
        limited.TryReserve().ShouldBeTrue();
        limited.HasRoom.ShouldBeFalse();
        limited.TryReserve().ShouldBeFalse();
        limited.InUse.ShouldBe(2);
        limited.Release();
        limited.TryReserve().ShouldBeTrue();

        BackendState unlimited = Create(TestCluster.Config(1));
        for (int i = 0; i < 1_000; i++)
        {
            unlimited.TryReserve().ShouldBeTrue();
        }

        unlimited.HasRoom.ShouldBeTrue();
    }

    [Fact]
    public void The_limit_holds_while_many_threads_reserve()
    {
        BackendState backend = Create(TestCluster.Config(1) with { MaxConnections = 3 });
        int over = 0;
        Parallel.For(
            0,
            6,
            _ =>
            {
                for (int i = 0; i < 10_000; i++)
                {
                    if (backend.TryReserve())
                    {
                        if (backend.InUse > 3)
                        {
                            Interlocked.Increment(ref over);
                        }

                        backend.Release();
                    }
                }
            }
        );

        over.ShouldBe(0);
        backend.InUse.ShouldBe(0);
    }

    [Fact]
    public void Idle_places_have_a_limit_of_their_own()
    {
        BackendState backend = Create(TestCluster.Config(1) with { MaxConnections = 1 });
        backend.TryReserveIdle(1).ShouldBeTrue();
        backend.TryReserveIdle(1).ShouldBeFalse();
        backend.Idle.ShouldBe(1);
        backend.InUse.ShouldBe(0);
        backend.ReleaseIdle();
        backend.Idle.ShouldBe(0);
    }

    [Fact]
    public void A_drain_is_told_done_when_the_last_place_is_given_back()
    {
        BackendState backend = Create(TestCluster.Config(1));
        backend.TryReserve();
        backend.TryReserve();
        backend.SetAdmin(AdminState.Drain).ShouldBeTrue();
        backend.Release();
        _observer.Take().ShouldBe(["127.0.0.1:9100 Drain weight 1"]);

        backend.Release();
        _observer.Take().ShouldBe(["127.0.0.1:9100 drained"]);
    }

    [Fact]
    public void A_drain_of_an_unused_backend_is_done_at_once_and_told_once()
    {
        BackendState backend = Create(TestCluster.Config(1));
        backend.SetAdmin(AdminState.Drain).ShouldBeTrue();
        _observer.Take().ShouldBe(["127.0.0.1:9100 Drain weight 1", "127.0.0.1:9100 drained"]);

        backend.SetAdmin(AdminState.Drain).ShouldBeFalse();
        backend.SetAdmin(AdminState.Maint).ShouldBeTrue();
        backend.SetWeight(3);
        _observer.Take().ShouldNotContain("127.0.0.1:9100 drained");

        backend.SetAdmin(AdminState.Ready);
        backend.SetAdmin(AdminState.Drain);
        _observer.Take().ShouldContain("127.0.0.1:9100 drained");
    }

    [Fact]
    public void A_backend_in_service_is_never_told_drained()
    {
        BackendState backend = Create(TestCluster.Config(1));
        backend.TryReserve();
        backend.Release();

        _observer.Take().ShouldBeEmpty();
    }

    [Fact]
    public void A_place_given_back_is_told_only_while_somebody_waits()
    {
        BackendState backend = Create(TestCluster.Config(1) with { MaxQueue = 1 });
        backend.TryReserve();
        backend.Cluster.TryStartWaiting().ShouldBeTrue();
        backend.Cluster.TryStartWaiting().ShouldBeFalse();
        backend.Release();
        _observer.Take().ShouldBe(["web has room"]);

        backend.Cluster.StopWaiting();
        backend.TryReserve();
        backend.Release();
        _observer.Take().ShouldBeEmpty();
    }

    [Fact]
    public void Checks_are_counted_and_transitions_told_with_their_reason()
    {
        BackendState backend = Create(TestCluster.Config(1) with { BackendFailureThreshold = 2 });
        backend.RecordCheck(true, "connected in 1 ms", 500);
        backend.RecordCheck(false, "connection refused", 1_000);
        backend.RecordLiveFailure("connect timed out");
        backend.RecordCheck(true, "connected in 1 ms", 2_000);

        _observer
            .Take()
            .ShouldBe([
                "127.0.0.1:9100 Healthy (connected in 1 ms, 0)",
                "127.0.0.1:9100 Unhealthy (connect timed out, 2)",
                "127.0.0.1:9100 Healthy (connected in 1 ms, 0)",
            ]);
        (backend.ChecksSucceeded, backend.ChecksFailed).ShouldBe((2, 1));
        (backend.TurnedHealthy, backend.TurnedUnhealthy).ShouldBe((2, 1));
        backend.LastCheckUnixMs.ShouldBe(2_000);
        backend.LastCheckOutcome.ShouldBe("connected in 1 ms");
    }

    [Fact]
    public void Live_success_resets_the_count_but_heals_nothing()
    {
        BackendState backend = Create(TestCluster.Config(1) with { BackendFailureThreshold = 2 });
        backend.RecordCheck(true, "connected", 1);
        backend.RecordLiveFailure("connection refused");
        backend.RecordLiveSuccess();
        backend.RecordLiveFailure("connection refused");
        backend.Health.Status.ShouldBe(HealthStatus.Healthy);

        backend.RecordLiveFailure("connection refused");
        backend.RecordLiveSuccess();
        backend.Health.Status.ShouldBe(HealthStatus.Unhealthy);
    }

    [Fact]
    public void Who_never_answered_is_down_at_the_first_failure_of_either_kind_and_that_is_said()
    {
        BackendState byCheck = Create(TestCluster.Config(1) with { SuccessThreshold = 2 });
        byCheck.RecordCheck(false, "connection refused", 1);
        byCheck.LastCheckOutcome.ShouldBe("never answered: connection refused");
        byCheck.Cluster.Usable.Backends.ShouldBeEmpty();
        byCheck.RecordCheck(true, "connected in 1 ms", 2);
        byCheck.Cluster.Usable.Backends.ShouldBe([byCheck]);
        byCheck.RecordCheck(false, "connection refused", 3);
        byCheck.LastCheckOutcome.ShouldBe("connection refused");
        Create(TestCluster.Config(1)).RecordLiveFailure("connect timed out");

        _observer
            .Take()
            .ShouldBe([
                "127.0.0.1:9100 Unhealthy (never answered: connection refused, 1)",
                "127.0.0.1:9100 Healthy (connected in 1 ms, 0)",
                "127.0.0.1:9100 Unhealthy (never answered: connect timed out, 1)",
            ]);
    }

    [Fact]
    public void Without_checks_a_connect_of_a_client_heals_and_a_trial_opens_the_way_to_it()
    {
        BackendState backend = Create(
            TestCluster.Config(1) with
            {
                HealthCheck = new HealthCheckConfig { Type = HealthCheckType.None },
            }
        );
        backend.RecordLiveSuccess();
        backend.RecordLiveFailure("connection refused");
        backend.RecordLiveFailure("connection refused");
        backend.RecordLiveSuccess();
        backend.Health.Failures.ShouldBe(0);
        for (int i = 0; i < 3; i++)
        {
            backend.RecordLiveFailure("connection refused");
        }

        backend.Cluster.Usable.Backends.ShouldBeEmpty();
        backend.BeginTrial();
        backend.Cluster.Usable.Backends.ShouldBe([backend]);
        backend.RecordLiveFailure("connection refused");
        backend.BeginTrial();
        backend.RecordLiveSuccess();
        backend.Cluster.Usable.Backends.ShouldBe([backend]);

        _observer
            .Take()
            .ShouldBe([
                "127.0.0.1:9100 Healthy (a client's connect worked, 0)",
                "127.0.0.1:9100 Unhealthy (connection refused, 3)",
                "127.0.0.1:9100 Unknown (on trial; before: connection refused, 0)",
                "127.0.0.1:9100 Unhealthy (connection refused, 4)",
                "127.0.0.1:9100 Unknown (on trial; before: connection refused, 0)",
                "127.0.0.1:9100 Healthy (a client's connect worked, 0)",
            ]);
        (backend.TurnedHealthy, backend.TurnedUnhealthy).ShouldBe(
            (2, 1),
            "a failed trial is no fall"
        );
    }

    [Fact]
    public void A_name_without_an_address_is_no_choice_until_it_resolves()
    {
        BackendState backend = Create(Named("db.example.com"));
        backend.Endpoints.ShouldBeEmpty();
        backend.Cluster.Usable.Backends.ShouldBeEmpty();

        backend.SetEndpoints([SocketEndpoint.FromAddress(IPAddress.Loopback, 1)]);
        backend.Cluster.Usable.Backends.ShouldBe([backend]);
        _observer.Take().ShouldBeEmpty();
    }

    [Fact]
    public void A_name_that_does_not_resolve_makes_unhealthy_once_and_only_a_check_heals()
    {
        BackendState backend = Create(Named("db.example.com"));
        backend.SetEndpoints([]);
        backend.SetEndpoints([]);
        _observer.Take().ShouldBe(["db.example.com:80 Unhealthy (the name does not resolve, 0)"]);

        backend.SetEndpoints([SocketEndpoint.FromAddress(IPAddress.Loopback, 1)]);
        backend.Health.Status.ShouldBe(HealthStatus.Unhealthy);
        backend.RecordCheck(true, "connected", 1);
        backend.Cluster.Usable.Backends.ShouldBe([backend]);
    }

    [Fact]
    public void New_endpoints_forget_the_preferred_one()
    {
        BackendState backend = Create(Named("db.example.com"));
        SocketEndpoint endpoint = SocketEndpoint.FromAddress(IPAddress.Loopback, 1);
        backend.SetEndpoints([endpoint, endpoint.WithPort(2)]);
        backend.PreferredEndpoint = 1;

        backend.SetEndpoints([endpoint]);

        backend.PreferredEndpoint.ShouldBe(0);
    }

    private BackendState Create(ClusterConfig config) =>
        new LivingConfig(_observer).Apply(config)[0].Backends[0];

    private static ClusterConfig Named(string host) =>
        TestCluster.Config() with
        {
            Backends = [new BackendConfig { Address = EndpointAddress.FromHostAndPort(host, 80) }],
        };
}
