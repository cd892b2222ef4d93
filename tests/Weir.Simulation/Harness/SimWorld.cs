// One simulated run: a network, its reactors and peers, and the checks that hold for all of them. Owned by the test.
using System.Globalization;
using System.Net;
using Weir.Configuration;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Simulation.Engine;
using Weir.Simulation.Network;
using Weir.Simulation.Peers;

namespace Weir.Simulation.Harness;

/// <summary>Everything in it follows from its seed.</summary>
public sealed class SimWorld
{
    /// <summary>No scenario needs longer: twice what a sender needs to give up on a silent peer.</summary>
    public const long MaxRunUs = 2 * SimNetwork.RetransmitGiveUpUs;

    private readonly List<SimReactor> _reactors = [];

    private SimWorld(ulong seed, Func<Rng, FaultProfile> profile)
    {
        Seed = seed;
        Rng = new Rng(seed * 2);
        Network = new SimNetwork((seed * 2) + 1, profile(Rng));
        Sockets = new SimSockets(Network);
    }

    public ulong Seed { get; }

    public SimNetwork Network { get; }

    public SimSockets Sockets { get; }

    /// <summary>The scenario's own dice, apart from the network's.</summary>
    public Rng Rng { get; }

    public IReadOnlyList<SimReactor> Reactors => _reactors;

    /// <summary>A loopback address; tests that name no host need no other.</summary>
    public static SocketEndpoint Loopback(int port) =>
        SocketEndpoint.FromAddress(IPAddress.Loopback, port);

    /// <summary>Runs a scenario on one seed. A failure carries the seed and the tail of the trace. Returns the trace.</summary>
    public static SimTrace Run(
        ulong seed,
        Func<Rng, FaultProfile> profile,
        Action<SimWorld> scenario
    )
    {
        var world = new SimWorld(seed, profile);
        try
        {
            scenario(world);
        }
        catch (Exception failure)
        {
            throw new SimFailureException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"WEIR_SIM_SEED={seed} fails at {world.Network.Clock.NowUs} µs: {failure.Message}\n{world.Network.Profile}\n{world.Network.Trace.Tail(80)}"
                ),
                failure
            );
        }

        return world.Network.Trace;
    }

    /// <summary>Runs a scenario on all seeds that the environment asks for.</summary>
    public static void RunSeeds(
        Func<Rng, FaultProfile> profile,
        Action<SimWorld> scenario,
        int defaultCount = SimSeeds.DefaultCount
    )
    {
        foreach (ulong seed in SimSeeds.All(defaultCount))
        {
            Run(seed, profile, scenario);
        }
    }

    /// <summary>A reactor driven by the network: its turn is one <see cref="Reactor.RunOnce"/>, unless it is driven anew.</summary>
    public SimReactor AddReactor(int maxBlocks = 256, int blockBytes = Limits.BlockBytes)
    {
        var reactor = new SimReactor(
            Network,
            new BlockPool(blockBytes, maxBlocks),
            _reactors.Count
        );
        _reactors.Add(reactor);
        reactor.Drive(() => reactor.RunOnce(-1));
        return reactor;
    }

    public SimPeer Connect(in SocketEndpoint target, IPAddress? from = null) =>
        SimPeer.Connect(Network, target, from);

    public SimPeerListener Listen(in SocketEndpoint address, Action<SimPeer> onAccepted) =>
        new(Network, address, onAccepted);

    /// <summary>Binds one listening socket for a reactor.</summary>
    public ListenSocket Bind(in SocketEndpoint address, int backlog = 1024) =>
        Sockets.TryListen(address, backlog, 1, out ListenSocket[] sockets, out string? error)
            ? sockets[0]
            : throw new SimFailureException(error ?? "cannot bind");

    /// <summary>Runs until the condition holds; fails when the world comes to rest, or the time runs out, without it.</summary>
    public void RunUntil(Func<bool> condition, string what, long withinUs = MaxRunUs)
    {
        if (!Network.RunUntil(condition, Network.Clock.NowUs + withinUs))
        {
            throw new SimFailureException($"it never came to this: {what}");
        }
    }

    /// <summary>Lets virtual time pass.</summary>
    public void RunFor(long us) => Network.RunUntil(() => false, Network.Clock.NowUs + us);

    /// <summary>Runs until nothing but background is left to happen, within the bound on virtual time.</summary>
    public void RunUntilQuiet(long withinUs = MaxRunUs)
    {
        long untilUs = Network.Clock.NowUs + withinUs;
        while (Network.PendingCount > 0)
        {
            if (!Network.Step(untilUs))
            {
                throw new SimFailureException(
                    $"{Network.PendingCount} events are still to come after {withinUs} µs"
                );
            }
        }
    }

    /// <summary>Runs to rest and checks what holds then: every channel closed, every block back, nothing still to happen.</summary>
    public void CheckQuiet()
    {
        RunUntilQuiet();
        foreach (SimReactor reactor in _reactors)
        {
            Expect(reactor.OpenChannelCount, "open channels", reactor);
            Expect(reactor.OpenListenerCount, "open listeners", reactor);
            Expect(reactor.Blocks.RentedCount, "rented blocks", reactor);
            Expect(reactor.Blocks.RentedPipeCount, "rented pipes", reactor);
        }
    }

    private static void Expect(int count, string what, SimReactor reactor)
    {
        if (count != 0)
        {
            throw new SimFailureException($"reactor {reactor.Id} is left with {count} {what}");
        }
    }
}
