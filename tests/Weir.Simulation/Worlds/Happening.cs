// One thing that happens to a random world from outside.
namespace Weir.Simulation.Worlds;

/// <summary>To which backend, when, for how long. The value is a weight, a number of descriptors, or the seed of a config or of a list of members.</summary>
internal sealed record Happening(HappeningKind Kind, long AtUs)
{
    public string Cluster { get; init; } = "";

    /// <summary>The backend's place in the cluster.</summary>
    public int Backend { get; init; }

    public long ForUs { get; init; }

    public int Value { get; init; }
}
