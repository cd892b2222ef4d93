// The simulated HTTP client and backend against each other, without a proxy: honest ones agree, each lie is found.
using Shouldly;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Http;
using Weir.Simulation.Network;
using Xunit;

namespace Weir.Simulation.Tests;

public sealed class SimHttpTests
{
    private static readonly SocketEndpoint Address = SimWorld.Loopback(80);

    [Fact]
    public void Honest_answers_all_match_on_a_slow_network() =>
        SimWorld.RunSeeds(
            FaultProfile.RandomPace,
            world =>
            {
                var ledger = new SimLedger();
                var backend = new SimHttpBackend(
                    world,
                    Address,
                    ledger,
                    () => Small(SimAnswer.Honest(world.Rng)) with { ClosesAfterUs = -1 }
                );
                backend.Start();
                SimHttpClient client = NewClient(world, requests: 8, aborts: false);
                client.Start();
                world.RunUntil(() => client.IsDone, "the client is done");
                client.Count(SimOutcome.Answered).ShouldBe(8);
                ledger.ArrivalCount.ShouldBe(8);
                Finish(world, backend);
            },
            defaultCount: 100
        );

    [Fact]
    public void Whatever_happens_every_request_ends_once() =>
        SimWorld.RunSeeds(
            rng => FaultProfile.Random(rng),
            world =>
            {
                var backend = new SimHttpBackend(
                    world,
                    Address,
                    new SimLedger(),
                    // Garbage is the proxy's to find: it never reaches a client.
                    () =>
                        Small(SimAnswer.Random(world.Rng)) with
                        {
                            IsGarbage = false,
                            ExtraBytes = 0,
                            IsEarly = false,
                        }
                );
                backend.Start();
                SimHttpClient client = NewClient(world, requests: 8, aborts: true);
                client.Start();
                world.RunUntilQuiet();
                client.Abort();
                backend.Kill();
                client.Outcomes.Values.ShouldNotContain(SimOutcome.Open);
                world.CheckQuiet();
            },
            defaultCount: 100
        );

    public static TheoryData<string, string> Lies =>
        new()
        {
            {
                "HTTP/1.1 200 OK\r\nX-Sim-Id: 2\r\nX-Sim-Length: 0\r\nContent-Length: 0\r\n\r\n",
                "answer to 2"
            },
            {
                "HTTP/1.1 200 OK\r\nX-Sim-Id: 1\r\nX-Sim-Length: 3\r\nContent-Length: 1\r\n\r\nx",
                "1 bytes of 3"
            },
            {
                "HTTP/1.1 200 OK\r\nX-Sim-Id: 1\r\nX-Sim-Length: 1\r\nContent-Length: 1\r\n\r\nx",
                "or changed"
            },
            { "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "answer of nobody" },
            {
                "HTTP/1.1 200 OK\r\nX-Sim-Id: 1\r\nX-Sim-Length: 0\r\nContent-Length: 0\r\n\r\n!",
                "answer nothing"
            },
            { "nonsense\r\n\r\n", "strange start line" },
        };

    [Theory]
    [MemberData(nameof(Lies))]
    public void A_wrong_answer_fails_the_run(string answer, string complaint) =>
        Should
            .Throw<SimFailureException>(() =>
                SimWorld.Run(
                    1,
                    _ => FaultProfile.None,
                    world =>
                    {
                        world.Listen(
                            Address,
                            peer =>
                                peer.OnBytes = (p, _) =>
                                    p.Send(System.Text.Encoding.ASCII.GetBytes(answer))
                        );
                        new SimHttpClient(world, Address, [new SimRequest(1, "GET")]).Start();
                        world.RunUntilQuiet();
                    }
                )
            )
            .Message.ShouldContain(complaint);

    [Fact]
    public void A_post_that_arrives_twice_fails_the_run()
    {
        var ledger = new SimLedger();
        ledger.Arrived(1, "GET");
        ledger.Arrived(1, "GET");
        ledger.Arrived(2, "POST");

        Should.Throw<SimFailureException>(() => ledger.Arrived(2, "POST"));
    }

    private static SimHttpClient NewClient(SimWorld world, int requests, bool aborts) =>
        new(
            world,
            Address,
            Enumerable
                .Range(1, requests)
                .Select(id => SimRequest.Random(id, world.Rng))
                .Select(r =>
                    r with
                    {
                        BodyBytes = int.Min(r.BodyBytes, 3_000),
                        AbortAfterBytes = aborts ? r.AbortAfterBytes : -1,
                    }
                )
                .ToList()
        )
        {
            PatienceUs = 60_000_000,
            ThinkUs = world.Rng.Pick(0, 1_000),
        };

    private static SimAnswer Small(SimAnswer answer) =>
        answer with
        {
            BodyBytes = int.Min(answer.BodyBytes, 5_000),
        };

    private static void Finish(SimWorld world, SimHttpBackend backend)
    {
        backend.Kill();
        world.CheckQuiet();
    }
}
