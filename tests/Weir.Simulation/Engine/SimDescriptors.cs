// How many descriptors a simulated process may have. Shared by the reactors of one ProxyWorld.
namespace Weir.Simulation.Engine;

/// <summary>RLIMIT_NOFILE of one process, for its connections.</summary>
public sealed class SimDescriptors
{
    public int Limit { get; set; } = int.MaxValue;

    public int Used { get; internal set; }

    public bool AreExhausted => Used >= Limit;
}
