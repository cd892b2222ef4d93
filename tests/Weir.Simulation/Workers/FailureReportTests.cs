// What the flight recorder is told of requests and sessions that fail, and that it is told of no other.
using Shouldly;
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Proxy.Events;
using Weir.Simulation.Peers;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class FailureReportTests
{
    private const Action<SimPeer, string, int>? NotThere = null;

    private const string Get = "GET /cart?secret=1 HTTP/1.1\r\nHost: a\r\n\r\n";

    [Fact]
    public void A_refused_request_tells_each_step_under_the_id_of_the_access_log() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { BackendFailureThreshold = 1000 }),
            run =>
            {
                run.Ask(Get).ShouldBe(502);
                FailureRecord failure = run.Proxy.Events.Failures.ShouldHaveSingleItem();
                failure.Code.ShouldBe("connection_refused");
                failure.Status.ShouldBe(502);
                failure.Method.ShouldBe("GET");
                failure.Path.ShouldBe("/cart");
                failure.Cluster.ShouldBe("web");
                failure.Attempts.ShouldBe(2);
                failure.RequestId.ShouldNotBeNull().Length.ShouldBe(32);
                failure.RequestId.ShouldBe(run.Proxy.Events.RequestIds.ShouldHaveSingleItem());
                Kinds(failure)
                    .ShouldBe([
                        FailureStepKind.Accepted,
                        FailureStepKind.Routed,
                        FailureStepKind.Connecting,
                        FailureStepKind.BackendFailed,
                        FailureStepKind.Connecting,
                        FailureStepKind.BackendFailed,
                        FailureStepKind.Failed,
                        FailureStepKind.Answered,
                    ]);
                failure.Steps[3].Error.ShouldBe("connection_refused");
                failure.Steps[3].Subject.ShouldNotBe(failure.Steps[5].Subject);
                failure.Steps[^1].Status.ShouldBe(502);
                failure.Steps.Select(s => s.AtUs).ShouldBeInOrder();
            },
            null,
            null
        );

    [Fact]
    public void A_backend_that_hangs_up_shows_what_was_sent_before() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { Retries = 0 }),
            run =>
            {
                run.Ask(WorkerTest.Post).ShouldBe(502);
                FailureRecord failure = run.Proxy.Events.Failures.ShouldHaveSingleItem();
                failure.Code.ShouldBe("connection_terminated");
                failure.Backend.ShouldBe("127.0.0.1:9100");
                Kinds(failure)
                    .ShouldBe([
                        FailureStepKind.Accepted,
                        FailureStepKind.Routed,
                        FailureStepKind.Connecting,
                        FailureStepKind.Connected,
                        FailureStepKind.Sent,
                        FailureStepKind.Failed,
                        FailureStepKind.Answered,
                    ]);
            },
            (peer, _, _) => peer.Close()
        );

    [Fact]
    public void A_request_that_is_answered_leaves_no_record() =>
        WorkerTest.Run(
            config => config,
            run =>
            {
                run.Ask(Get).ShouldBe(200);
                run.Proxy.Events.Accesses.Count.ShouldBe(1);
                run.Proxy.Events.Failures.ShouldBeEmpty();
            },
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    [Fact]
    public void A_request_without_a_route_has_no_backend_even_after_one_that_had() =>
        WorkerTest.Run(
            WorkerTest.Listener(l =>
                l with
                {
                    Cluster = null,
                    Routes = [new RouteConfig { Cluster = "web", PathPrefix = "/cart" }],
                }
            ),
            run =>
            {
                RawClient client = run.Client(Get + WorkerTest.Get);
                run.World.RunUntil(() => client.ResponseCount == 2, "both are answered");
                client.Peer.Close();
                FailureRecord failure = run.Proxy.Events.Failures.ShouldHaveSingleItem();
                failure.Code.ShouldBe("no_route");
                failure.Backend.ShouldBeNull();
                failure.Attempts.ShouldBe(0);
                run.Proxy.Events.Accesses[1].Backend.ShouldBeNull();
            },
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    [Fact]
    public void A_head_that_cannot_be_read_has_a_record_without_a_path() =>
        WorkerTest.Run(
            config => config,
            run =>
            {
                run.Ask("GET / HTTP/1.1\r\nHost : a\r\n\r\n").ShouldBe(400);
                FailureRecord failure = run.Proxy.Events.Failures.ShouldHaveSingleItem();
                failure.Code.ShouldBe("http_request_error");
                failure.Path.ShouldBeNull();
                failure.Detail.ShouldNotBeEmpty();
            },
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    [Theory]
    [InlineData(0, "every backend and the queue are full")]
    [InlineData(1, "no backend connection became free in time")]
    public void A_tcp_client_without_a_place_is_recorded_with_the_reason(
        int queue,
        string reason
    ) =>
        WorkerTest.Run(
            config =>
                SimConfigs.Tcp(
                    config.Clusters[0] with
                    {
                        MaxConnections = 1,
                        MaxQueue = queue,
                        QueueTimeoutMs = 100,
                    }
                ),
            run =>
            {
                run.Proxy.MostInUse = 1;
                RawClient holder = run.Client("hold");
                run.World.RunFor(50_000);
                RawClient refused = run.Client("hello");
                run.World.RunUntil(() => refused.HasEnded, "it is turned away");
                FailureRecord failure = run.Proxy.Events.Failures.ShouldHaveSingleItem();
                failure.Code.ShouldBe("connection_limit_reached");
                failure.Detail.ShouldBe(reason);
                holder.Peer.Close();
            },
            (_, _, _) => { }
        );

    [Fact]
    public void A_storm_is_recorded_in_part_and_counted_in_whole() =>
        WorkerTest.Run(
            config => config,
            run =>
            {
                RawClient client = run.Client(
                    string.Concat(Enumerable.Repeat(WorkerTest.Get, 200))
                );
                run.World.RunUntil(() => client.ResponseCount == 200, "all are answered");
                run.World.RunFor(Limits.FailureRecordIntervalMs * 1000);
                client.Send(WorkerTest.Get);
                run.World.RunUntil(() => client.ResponseCount == 201, "one more is answered");
                client.Peer.Close();
                List<FailureRecord> all = run.Proxy.Events.Failures;
                all.Count.ShouldBeInRange(2, 100);
                foreach (string code in all.Select(f => f.Code).Distinct())
                {
                    int told = all.Where(f => f.Code == code).Sum(f => 1 + (int)f.Unrecorded);
                    told.ShouldBeLessThanOrEqualTo(
                        run.Proxy.Events.Accesses.Count(a => a.Error == code)
                    );
                }

                all.Sum(f => f.Unrecorded).ShouldBeGreaterThan(0);
            },
            NotThere
        );

    [Fact]
    public void A_tcp_session_without_a_backend_is_recorded_too() =>
        WorkerTest.Run(
            config =>
                WorkerTest.Listener(l => l with { Mode = ProxyMode.Tcp })(
                    WorkerTest.Cluster(c => c with { TcpPooling = TcpPooling.Off })(config)
                ),
            run =>
            {
                RawClient client = run.Client("hello");
                run.World.RunUntil(() => client.HasEnded, "the client is reset");
                FailureRecord failure = run.Proxy.Events.Failures.ShouldHaveSingleItem();
                failure.Code.ShouldBe("connection_refused");
                failure.Cluster.ShouldBe("web");
                failure.Path.ShouldBeNull();
                Kinds(failure)
                    .ShouldBe([
                        FailureStepKind.Accepted,
                        FailureStepKind.Connecting,
                        FailureStepKind.BackendFailed,
                        FailureStepKind.Failed,
                        FailureStepKind.Cut,
                    ]);
            },
            NotThere
        );

    private static IEnumerable<FailureStepKind> Kinds(FailureRecord failure) =>
        failure.Steps.Select(s => s.Kind);
}
