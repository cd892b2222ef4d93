// The listening socket of a web server: its own, or one that was open before the process. It can be handed on.
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Weir.Configuration.Values;

namespace Weir.Admin;

/// <summary>Bound at the latest when its server has started, by <paramref name="bind"/> if it is given; that throws an
/// <see cref="IOException"/> with what is to be said when it cannot.</summary>
public sealed class ServerSocket(Socket? inherited = null, Func<IPEndPoint, Socket>? bind = null)
{
    private Socket? _socket = inherited;

    /// <summary>Where it listens; for a server that has started.</summary>
    public IPEndPoint Endpoint => (IPEndPoint)_socket!.LocalEndPoint!;

    /// <summary>The descriptor, for a process that takes over; in the same way.</summary>
    public SafeHandle Handle => _socket!.SafeHandle;

    /// <summary>Where the server is to listen: where the inherited socket does, else where the address leads. Null: nowhere.</summary>
    internal async Task<IPEndPoint?> ResolveAsync(EndpointAddress address) =>
        _socket is null
            ? await WebHosting.ResolveAsync(address)
            : _socket.LocalEndPoint as IPEndPoint;

    internal Socket Listen(EndPoint endpoint) =>
        _socket ??=
            bind is not null && endpoint is IPEndPoint address
                ? bind(address)
                : SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
}
