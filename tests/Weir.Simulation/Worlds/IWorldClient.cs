// What every client of a random world can do.
namespace Weir.Simulation.Worlds;

/// <summary>Checks by itself what it gets; a breach throws.</summary>
internal interface IWorldClient
{
    /// <summary>It waits for nothing any more.</summary>
    bool IsDone { get; }

    void Start();

    /// <summary>Resets its connection and is done.</summary>
    void Leave();

    /// <summary>In a sound world: it got all that it asked for.</summary>
    void CheckServed();
}
