// What the network does to one connect.
namespace Weir.Simulation.Network;

/// <summary>The fate of a connection attempt.</summary>
public enum ConnectFate
{
    /// <summary>The SYN arrives: whoever listens, or does not, decides.</summary>
    Arrives,

    Refused,
    Unreachable,
    NoResources,

    /// <summary>Nobody ever answers; the kernel gives up after two minutes.</summary>
    BlackHole,
}
