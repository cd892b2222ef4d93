// Which seeds a simulation test runs.
using System.Globalization;

namespace Weir.Simulation.Harness;

/// <summary><c>WEIR_SIM_SEEDS</c> says how many, <c>WEIR_SIM_SEED</c> replays one.</summary>
public static class SimSeeds
{
    public const int DefaultCount = 200;

    public static IEnumerable<ulong> All(int defaultCount = DefaultCount)
    {
        if (Read("WEIR_SIM_SEED") is { } one)
        {
            return [one];
        }

        ulong count = Read("WEIR_SIM_SEEDS") ?? (ulong)defaultCount;
        return Enumerable.Range(1, (int)count).Select(i => (ulong)i);
    }

    private static ulong? Read(string name) =>
        ulong.TryParse(
            Environment.GetEnvironmentVariable(name),
            CultureInfo.InvariantCulture,
            out ulong value
        )
            ? value
            : null;
}
