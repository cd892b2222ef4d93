// Whether this machine has a loopback address of IPv6: some kernels and containers have none.
using System.Net;
using System.Net.Sockets;

namespace Weir.Commands;

internal static class LoopbackProbe
{
    /// <summary>Binds any port for a moment; nobody can reach it.</summary>
    public static bool HasIPv6()
    {
        try
        {
            using var socket = new Socket(
                AddressFamily.InterNetworkV6,
                SocketType.Stream,
                ProtocolType.Tcp
            );
            socket.Bind(new IPEndPoint(IPAddress.IPv6Loopback, 0));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
