// Random http clients and backends around a simulated load balancer. Owned by one test run.
using Shouldly;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Http;
using Weir.Simulation.Network;

namespace Weir.Simulation.Workers;

/// <summary>Starts them, waits for their end, and looks at what came of every request.</summary>
internal sealed class HttpTraffic(SimWorld world)
{
    private const int MaxBodyBytes = 150_000;

    // What goes through the smallest window takes a few minutes at most.
    private const int MaxWindows = 2_000;

    private int _lastId;

    public SimLedger Ledger { get; } = new();

    public List<SimHttpBackend> Backends { get; } = [];

    public List<SimHttpClient> Clients { get; } = [];

    public bool IsDone => Clients.All(c => c.IsDone);

    public void StartBackends(int count, Func<Rng, SimAnswer> choose)
    {
        for (int i = 0; i < count; i++)
        {
            var backend = new SimHttpBackend(
                world,
                SimConfigs.Backend(Backends.Count),
                Ledger,
                () => Small(choose(world.Rng))
            );
            backend.Start();
            Backends.Add(backend);
        }
    }

    /// <summary>Clients that come one after the other within a second.</summary>
    public void StartClients(int count, int requests, bool aborts, SocketEndpoint? target = null)
    {
        for (int i = 0; i < count; i++)
        {
            var client = new SimHttpClient(
                world,
                target ?? SimConfigs.Front,
                Enumerable.Range(0, requests).Select(_ => Request(aborts)).ToList()
            )
            {
                PipelineDepth = world.Rng.Pick(1, 1, 2, 8),
                ThinkUs = world.Rng.Pick(0, 0, 1_000, 200_000),
                ReadIntervalUs = world.Rng.Pick(0, 0, 0, 500),
                PatienceUs = aborts ? 60_000_000 : 1_700_000_000,
            };
            Clients.Add(client);
            world.Network.After(world.Rng.Between(0, 1_000_000), client.Start);
            if (aborts && world.Rng.Chance(0.3))
            {
                // At any moment, whole requests under way included.
                world.Network.After(1_000_001 + world.Rng.Scaled(1, 2_000_000), client.Abort);
            }
        }
    }

    private int MostBodyBytes =>
        (int)long.Min(MaxBodyBytes, (long)MaxWindows * world.Network.Profile.MinBufferBytes);

    public void RunToEnd()
    {
        world.RunUntil(() => IsDone, "every client is done");
        foreach (SimHttpClient client in Clients)
        {
            client.Abort(); // only its connection is left
            client.Outcomes.Values.ShouldNotContain(SimOutcome.Open);
        }
    }

    public void StopBackends() => Backends.ForEach(b => b.Kill());

    public int Count(SimOutcome outcome) => Clients.Sum(c => c.Count(outcome));

    /// <summary>A picture of all outcomes, for failures.</summary>
    public string Summary() =>
        string.Join(", ", Enum.GetValues<SimOutcome>().Select(o => $"{o} {Count(o)}"))
        + "; "
        + string.Join(
            ", ",
            Clients
                .SelectMany(c => c.ProxyErrors)
                .GroupBy(e => e.Key)
                .Select(g => $"{g.Key}: {g.Sum(e => e.Value)}")
        );

    private SimRequest Request(bool aborts)
    {
        SimRequest request = SimRequest.Random(++_lastId, world.Rng);
        return request with
        {
            BodyBytes = int.Min(request.BodyBytes, MostBodyBytes),
            PieceBytes = int.Max(request.PieceBytes, request.BodyBytes / 50),
            AbortAfterBytes = aborts ? request.AbortAfterBytes : -1,
        };
    }

    private SimAnswer Small(SimAnswer answer) =>
        answer with
        {
            BodyBytes = int.Min(answer.BodyBytes, MostBodyBytes),
            PieceBytes = int.Max(answer.PieceBytes, answer.BodyBytes / 50),
        };
}
