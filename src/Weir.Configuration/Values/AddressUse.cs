// What an address is for decides what it may be.

namespace Weir.Configuration.Values;

internal enum AddressUse
{
    /// <summary>Bound: port 0 is any free port.</summary>
    Listen,

    /// <summary>Connected to: a port is needed, a Unix socket is possible.</summary>
    Backend,
}
