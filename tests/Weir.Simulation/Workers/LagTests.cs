// A worker whose loop lags takes no new work until it has caught up; what is under way goes on.
using Shouldly;
using Weir.Configuration.Listeners;
using Weir.Proxy.Io;
using Xunit;

namespace Weir.Simulation.Workers;

public sealed class LagTests
{
    private const long LateUs = 2_000;

    [Fact]
    public void Half_of_the_requests_get_503_while_the_loop_lags_and_connections_live_on() =>
        WorkerTest.Run(
            config => config,
            run =>
            {
                RawClient client = run.Client(WorkerTest.Get);
                run.World.RunUntil(() => client.Status == 200, "an answer");
                int served = run.Backends[0].Requests.Count;
                Lag(run, LateUs);
                for (int request = 2; request <= 9; request++)
                {
                    client.Send(WorkerTest.Get);
                    run.World.RunUntil(() => client.ResponseCount == request, "an answer");
                }

                client.Text.Split("HTTP/1.1 503").Length.ShouldBe(5);
                client.Text.ShouldContain("(connection_limit_reached, request ");
                run.Backends[0].Requests.Count.ShouldBe(served + 4);

                Lag(run, 0);
                served += 4;
                client.Send(WorkerTest.Get);
                run.World.RunUntil(
                    () => run.Backends[0].Requests.Count == served + 1,
                    "the same connection is served again"
                );
                run.World.RunFor(10_000);
                client.HasEnded.ShouldBeFalse();
                run.Proxy.Workers[0].Counters.Shed.ShouldBe(4);
                client.Peer.Close();
            },
            (peer, _, _) => ScriptBackend.Reply(peer)
        );

    [Fact]
    public void New_clients_are_turned_away_and_a_request_under_way_is_answered() =>
        WorkerTest.Run(
            config => config,
            run =>
            {
                RawClient early = run.Client(WorkerTest.Get);
                run.World.RunUntil(
                    () => run.Backends[0].Requests.Count == 1,
                    "the backend is asked"
                );
                Lag(run, LateUs);
                RawClient late = run.Client(WorkerTest.Get);
                run.World.RunUntil(() => late.HasEnded, "the late one is turned away");
                late.Status.ShouldBe(503);
                late.Text.ShouldContain("Retry-After: ");
                run.World.RunUntil(() => early.Status == 200, "the early one is answered");
                early.Peer.Close();
            },
            (peer, _, _) => peer.After(50_000, p => ScriptBackend.Reply(p))
        );

    [Fact]
    public void A_tcp_client_is_reset() =>
        WorkerTest.Run(
            WorkerTest.Listener(l => l with { Mode = ProxyMode.Tcp }),
            run =>
            {
                Lag(run, LateUs);
                RawClient client = run.Client();
                run.World.RunUntil(() => client.HasEnded, "it is turned away");
                client.Failure.ShouldBe(IoStatus.Reset);
            },
            (_, _, _) => { }
        );

    private static void Lag(WorkerTest run, long waitedUs)
    {
        LoopLag lag = run.Proxy.Reactors[0].Lag;
        lag.LimitUs = LateUs / 2;
        for (int look = 0; look < 10; look++)
        {
            lag.Look(waitedUs);
        }
    }
}
