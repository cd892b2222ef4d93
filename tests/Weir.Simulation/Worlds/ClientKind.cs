// What a client of a random world does.
namespace Weir.Simulation.Worlds;

/// <summary>The kinds of clients.</summary>
internal enum ClientKind
{
    /// <summary>Well-formed requests, one after the other or pipelined.</summary>
    Http,

    /// <summary>Switches to a protocol of its own and checks the echo.</summary>
    Upgrade,

    /// <summary>One malformed request with another behind it.</summary>
    Rude,

    /// <summary>Requests with some bytes changed, which may be malformed or not.</summary>
    Mutant,

    /// <summary>One frame on a tcp listener.</summary>
    Tcp,
}
