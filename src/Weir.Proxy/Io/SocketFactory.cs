// Binds listening sockets for the reactors: the kernel's or the simulator's.
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Io;

/// <summary>Makes listening sockets.</summary>
public abstract class SocketFactory
{
    /// <summary>
    /// Binds <paramref name="count"/> sockets to one address (SO_REUSEPORT, socket(7)), one for each reactor. Fails as a whole, with
    /// a text that names the address and the reason; also when somebody else listens there with SO_REUSEPORT.
    /// </summary>
    public abstract bool TryListen(
        SocketEndpoint address,
        int backlog,
        int count,
        out ListenSocket[] sockets,
        out string? error
    );
}
