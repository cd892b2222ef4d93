// Holds the simulator's engine to the I/O port's contract about ends.
using Weir.Simulation.Contract;

namespace Weir.Simulation.Tests;

public sealed class SimReactorClosingTests : ReactorClosingContract
{
    protected override ReactorRig NewRig(int maxBlocks = 64) =>
        SimReactorTests.NewSimRig(maxBlocks);
}
