// The same contract on a network that delivers in small pieces and late.
using Weir.Simulation.Contract;
using Weir.Simulation.Network;

namespace Weir.Simulation.Tests;

public sealed class SimReactorAtBadPaceTests : ReactorClosingContract
{
    private static readonly FaultProfile BadPace = new()
    {
        MinDelayUs = 1,
        MaxDelayUs = 3_000,
        MaxSegmentBytes = 1_400,
        MinBufferBytes = 65_536,
        MaxBufferBytes = 200_000,
        PartialReadProbability = 0.5,
        PartialWriteProbability = 0.5,
        LateReturnProbability = 0.5,
    };

    protected override ReactorRig NewRig(int maxBlocks = 64) =>
        SimReactorTests.NewSimRig(maxBlocks, BadPace);
}
