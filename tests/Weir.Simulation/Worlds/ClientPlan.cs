// One client of a random world.
namespace Weir.Simulation.Worlds;

/// <summary>Its own seed decides what it sends, so that it stays the same when others are dropped.</summary>
internal sealed record ClientPlan(int Id, ClientKind Kind, int Listener, ulong Seed)
{
    public long StartUs { get; init; }

    public int Requests { get; init; } = 1;

    /// <summary>Resets its connection at this time; 0 for never.</summary>
    public long LeaveUs { get; init; }
}
