// Tells addresses that only this machine reaches.
using System.Net;
using Weir.Configuration.Values;

namespace Weir.Proxy.Doctor.Rules;

internal static class Loopback
{
    public static bool Is(EndpointAddress address) =>
        IPAddress.TryParse(address.Host, out IPAddress? ip)
            ? IPAddress.IsLoopback(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip)
            : string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase);
}
