// A tcp client of a random world. Owned by ScenarioRun.
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Weir.Simulation.Workers;

namespace Weir.Simulation.Worlds;

/// <summary>Draws its frame from its plan's seed; <see cref="StreamClient"/> sends it and checks every byte of the answer.</summary>
internal sealed class TcpWorldClient(
    SimWorld world,
    ClientPlan plan,
    SocketEndpoint target,
    ClusterPlan cluster,
    Scenario scenario
) : IWorldClient
{
    // Whoever only listens never learns that its connection vanished.
    private const long PatienceUs = 100_000_000;
    private const int MostBytes = 50_000;

    private readonly StreamClient _client = Make(
        world,
        plan,
        target,
        cluster,
        int.Min(MostBytes, scenario.MostBodyBytes)
    );

    public bool IsDone => _client.HasEnded;

    public void Start()
    {
        _client.Start();
        if (!scenario.IsSound)
        {
            world.Network.After(PatienceUs, Leave);
        }
    }

    public void Leave() => _client.Abort();

    public void CheckServed()
    {
        if (!_client.IsDone)
        {
            throw new SimFailureException($"client {plan.Id} was cut: {_client.Failure}");
        }
    }

    private static StreamClient Make(
        SimWorld world,
        ClientPlan plan,
        SocketEndpoint target,
        ClusterPlan cluster,
        int most
    )
    {
        var rng = new Rng(plan.Seed);
        bool reuses = cluster.Config.TcpPooling == Configuration.Clusters.TcpPooling.Reuse;
        return new StreamClient(world, target, plan.Id)
        {
            PayloadBytes = rng.Scaled(1, most),
            AnswerBytes = rng.Scaled(1, most),
            ExpectsGreeting = cluster.Greets,
            WaitsForFin = cluster.Ends,
            HalfCloses = !reuses && rng.Chance(0.3),
        };
    }
}
