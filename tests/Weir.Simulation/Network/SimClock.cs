// Virtual time. Only the network moves it, from one event to the next.
namespace Weir.Simulation.Network;

/// <summary>A clock that stands still while anything runs.</summary>
public sealed class SimClock
{
    /// <summary>Microseconds; starts above zero so that a forgotten zero is seen as a time long ago.</summary>
    public long NowUs { get; private set; } = 1_000_000;

    internal void MoveTo(long us)
    {
        if (us < NowUs)
        {
            throw new InvalidOperationException($"time would run back from {NowUs} to {us}");
        }

        NowUs = us;
    }
}
