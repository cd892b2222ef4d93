// A bound, listening socket that no reactor has taken yet. Binding happens before a config takes effect, so that a busy port changes nothing.
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Io;

/// <summary>A listening socket, made by a <see cref="SocketFactory"/> and taken over by <see cref="Reactor.Accept"/>.</summary>
public abstract class ListenSocket : IDisposable
{
    /// <summary>The address bound, with the real port where 0 was asked for.</summary>
    public SocketEndpoint Local { get; protected init; }

    /// <summary>Closes the socket unless a reactor has taken it over.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
