// The frame of a test of single moments: a load balancer before scripted backends, on a network that is perfect unless said otherwise.
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Workers;

/// <summary>What such a test works with.</summary>
internal sealed class WorkerTest
{
    public const string Get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    public const string Post = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";

    private WorkerTest(SimWorld world, WeirConfig config, int workers)
    {
        World = world;
        Proxy = new ProxyWorld(world, config, workers);
    }

    public SimWorld World { get; }

    public ProxyWorld Proxy { get; }

    public List<ScriptBackend> Backends { get; } = [];

    /// <summary>Runs a test with one scripted backend for each of these, on some seeds.</summary>
    public static void Run(
        Func<WeirConfig, WeirConfig> change,
        Action<WorkerTest> test,
        params Action<SimPeer, string, int>?[] answers
    ) => Run(_ => FaultProfile.None, change, test, answers);

    public static void Run(
        Func<Rng, FaultProfile> profile,
        Func<WeirConfig, WeirConfig> change,
        Action<WorkerTest> test,
        params Action<SimPeer, string, int>?[] answers
    ) =>
        SimWorld.RunSeeds(
            profile,
            world =>
            {
                WeirConfig config = SimConfigs.Http(SimConfigs.Cluster(int.Max(1, answers.Length)));
                var run = new WorkerTest(world, change(config), workers: 1);
                for (int i = 0; i < answers.Length; i++)
                {
                    if (answers[i] is { } answer)
                    {
                        run.Backends.Add(new ScriptBackend(world, SimConfigs.Backend(i), answer));
                    }
                }

                world.RunFor(world.Rng.Between(1_000, 200_000));
                test(run);
                run.Proxy.CheckAtRest();
                run.Backends.ForEach(b => b.Kill());
                run.Proxy.Stop();
            },
            defaultCount: 20
        );

    public RawClient Client(string first = "") => new(World, SimConfigs.Front, first);

    /// <summary>Sends one request on a connection of its own and waits for the status.</summary>
    public int Ask(string request)
    {
        RawClient client = Client(request);
        World.RunUntil(
            () => client.Status != 0 || client.HasEnded,
            "an answer or an end",
            60_000_000
        );
        World.RunFor(1_000);
        client.Peer.Close();
        World.RunFor(1_000);
        return client.Status;
    }

    /// <summary>A config with its only cluster changed.</summary>
    public static Func<WeirConfig, WeirConfig> Cluster(Func<ClusterConfig, ClusterConfig> change) =>
        config => config with { Clusters = [change(config.Clusters[0])] };

    public static Func<WeirConfig, WeirConfig> Listener(
        Func<ListenerConfig, ListenerConfig> change
    ) => config => config with { Listeners = [change(config.Listeners[0])] };
}
