// Who waits for a connection to a backend: a session.
using Weir.Proxy.Facts;
using Weir.Proxy.Io;

namespace Weir.Proxy.Pooling;

/// <summary>Gets a connection that it asked the pool to open, and from then on owns its channel.</summary>
public interface IBackendUser : IChannelOwner
{
    /// <summary>The connection stands; its channel already has this user as its owner.</summary>
    void OnBackendReady(PooledConnection connection);

    /// <summary>None of the backend's endpoints took the connection in time; the connection object is gone.</summary>
    void OnBackendFailed(PooledConnection connection, ConnectResult result);
}
