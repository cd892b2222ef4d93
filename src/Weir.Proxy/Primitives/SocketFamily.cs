// Which kind of address a socket endpoint holds.
namespace Weir.Proxy.Primitives;

/// <summary>The address family of a <see cref="SocketEndpoint"/>.</summary>
public enum SocketFamily : byte
{
    None,
    IPv4,
    IPv6,
    Unix,
}
