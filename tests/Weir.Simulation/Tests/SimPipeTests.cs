// Holds the simulator's pipes to the I/O port's contract.
using Weir.Simulation.Contract;

namespace Weir.Simulation.Tests;

public sealed class SimPipeTests : PipeContract
{
    protected override ReactorRig NewRig(int maxBlocks = 64) =>
        SimReactorTests.NewSimRig(maxBlocks);
}
