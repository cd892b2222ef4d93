// One cluster of a random world and how its backends behave.

using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;

namespace Weir.Simulation.Worlds;

/// <summary>Http clusters answer requests, tcp clusters answer frames.</summary>
internal sealed record ClusterPlan(ClusterConfig Config, ProxyMode Mode)
{
    /// <summary>The index of its first backend's address.</summary>
    public int FirstBackend { get; init; }

    /// <summary>The index of the first address that sources may name a member, beside the config.</summary>
    public int FirstNamed { get; init; }

    /// <summary>How many of these there are.</summary>
    public int NamedBackends { get; init; }

    /// <summary>The indexes of all addresses where one of its backends serves.</summary>
    public IEnumerable<int> Served =>
        Enumerable
            .Range(FirstBackend, Config.Backends.Length)
            .Concat(Enumerable.Range(FirstNamed, NamedBackends));

    /// <summary>Backends lie: cut, early, silent, garbage, too long.</summary>
    public bool Lies { get; init; }

    /// <summary>Tcp backends speak first.</summary>
    public bool Greets { get; init; }

    /// <summary>Tcp backends send FIN behind their answer.</summary>
    public bool Ends { get; init; }
}
