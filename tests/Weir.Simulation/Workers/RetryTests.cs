// Who is tried again, where, and who is not.
using Shouldly;
using Weir.Proxy.Facts;
using Weir.Simulation.Peers;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class RetryTests
{
    [Theory]
    [InlineData(WorkerTest.Get)]
    [InlineData(WorkerTest.Post)]
    public void Refused_connects_cost_nothing_and_every_other_backend_is_tried_once(
        string request
    ) =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { Retries = 0, BackendFailureThreshold = 1000 }),
            run =>
            {
                run.Ask(request).ShouldBe(200);
                Connects(run, 0, ConnectResult.Refused).ShouldBeLessThanOrEqualTo(1);
                Connects(run, 1, ConnectResult.Refused).ShouldBeLessThanOrEqualTo(1);
                run.Backends[0].Requests.Count.ShouldBe(1);
            },
            null,
            null,
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    [Fact]
    public void When_all_refuse_each_was_tried_once_and_the_client_gets_502() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { BackendFailureThreshold = 1000 }),
            run =>
            {
                run.Ask(WorkerTest.Get).ShouldBe(502);
                Connects(run, 0, ConnectResult.Refused).ShouldBe(1);
                Connects(run, 1, ConnectResult.Refused).ShouldBe(1);
            },
            null,
            null
        );

    [Fact]
    public void An_idempotent_request_that_met_a_dying_connection_goes_to_another_backend() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { Retries = 1 }),
            run =>
            {
                for (int i = 0; i < 4; i++)
                {
                    run.Ask(WorkerTest.Get).ShouldBe(200);
                }

                run.Backends[0].Requests.Count.ShouldBeGreaterThan(0);
                run.Backends[1].Requests.Count.ShouldBe(4);
            },
            (peer, _, _) => peer.Reset(),
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    [Fact]
    public void A_post_that_was_written_is_not_sent_again() =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { Retries = 3 }),
            run =>
            {
                run.Ask(WorkerTest.Post).ShouldBe(502);
                (run.Backends[0].Requests.Count + run.Backends[1].Requests.Count).ShouldBe(1);
            },
            (peer, _, _) => peer.Close(),
            (peer, _, _) => peer.Close()
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_get_that_meets_a_stale_connection_is_sent_on_a_fresh_one(bool byReset) =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { Retries = 0 }),
            run =>
            {
                run.Ask(WorkerTest.Get).ShouldBe(200);
                run.Ask(WorkerTest.Get).ShouldBe(200);
                run.Backends[0].Peers.Count.ShouldBe(2);
                run.Proxy.Counters(0).Acquires[(int)AcquireResult.Reused].ShouldBe(1);
            },
            (peer, _, count) => ReplyOnce(peer, count, byReset)
        );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_post_that_meets_a_stale_connection_fails(bool byReset) =>
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { Retries = 3 }),
            run =>
            {
                run.Ask(WorkerTest.Get).ShouldBe(200);
                run.Ask(WorkerTest.Post).ShouldBe(502);
                run.Backends[0].Requests.Count.ShouldBe(2);
            },
            (peer, _, count) => ReplyOnce(peer, count, byReset)
        );

    [Fact]
    public void The_fresh_connection_is_asked_once_only()
    {
        int requests = 0;
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { Retries = 0 }),
            run =>
            {
                requests = 0;
                run.Ask(WorkerTest.Get).ShouldBe(200);
                run.Ask(WorkerTest.Get).ShouldBe(502);
                run.Backends[0].Requests.Count.ShouldBe(3);
            },
            (peer, _, _) =>
            {
                if (++requests == 1)
                {
                    ScriptBackend.Reply(peer);
                }
                else
                {
                    peer.Close();
                }
            }
        );
    }

    [Fact]
    public void Retries_under_way_stay_within_the_budget()
    {
        List<SimPeer> waiting = [];
        WorkerTest.Run(
            WorkerTest.Cluster(c => c with { Retries = 1, BackendFailureThreshold = 1000 }),
            run =>
            {
                waiting.Clear();
                List<RawClient> clients = Enumerable
                    .Range(0, 40)
                    .Select(_ => run.Client(WorkerTest.Get))
                    .ToList();
                run.World.RunFor(1_000_000);
                waiting.ForEach(p => ScriptBackend.Reply(p));
                run.World.RunUntil(
                    () => clients.TrueForAll(c => c.Status != 0),
                    "all answers",
                    20_000_000
                );
                // 20 went to the backend that kills; of those a fifth of what was in use, and at least three, were tried again.
                clients.Count(c => c.Status == 502).ShouldBeInRange(12, 17);
                clients.ForEach(c => c.Peer.Close());
            },
            (peer, _, _) => peer.Reset(),
            (peer, _, _) => waiting.Add(peer)
        );
    }

    private static long Connects(WorkerTest run, int backend, ConnectResult result) =>
        run.Proxy.Counters(backend).Connects[(int)result];

    private static void ReplyOnce(SimPeer peer, int count, bool byReset)
    {
        if (count == 1)
        {
            ScriptBackend.Reply(peer);
        }
        else if (byReset)
        {
            peer.Reset();
        }
        else
        {
            peer.Close();
        }
    }
}
