// Holds the simulator's engine to the I/O port's contract.
using Weir.Configuration;
using Weir.Proxy.Io;
using Weir.Simulation.Contract;
using Weir.Simulation.Engine;
using Weir.Simulation.Network;

namespace Weir.Simulation.Tests;

public sealed class SimReactorTests : ReactorContract
{
    protected override ReactorRig NewRig(int maxBlocks = 64) => NewSimRig(maxBlocks);

    internal static ReactorRig NewSimRig(int maxBlocks, FaultProfile? profile = null)
    {
        var network = new SimNetwork(seed: 1, profile ?? FaultProfile.None);
        return new ReactorRig(
            new SimReactor(network, new BlockPool(Limits.BlockBytes, maxBlocks)),
            new SimSockets(network),
            socket => ((SimListenSocket)socket).QueuedCount
        );
    }
}
