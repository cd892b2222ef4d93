// Which listener of the same file a backend's address leads to.

using System.Net;
using System.Net.Sockets;
using Weir.Configuration.Listeners;
using Weir.Configuration.Values;

namespace Weir.Configuration;

/// <summary>Listeners by port, asked as the kernel picks a socket: an exact address first, then the wildcards.</summary>
internal sealed class ListenerTargets
{
    private readonly IReadOnlyList<ListenerConfig> _listeners;
    private readonly Dictionary<int, List<int>> _byPort = [];

    public ListenerTargets(IReadOnlyList<ListenerConfig> listeners)
    {
        _listeners = listeners;
        for (int i = 0; i < listeners.Count; i++)
        {
            int port = listeners[i].Address.Port;
            if (port == 0)
                continue;
            if (!_byPort.TryGetValue(port, out List<int>? there))
                _byPort.Add(port, there = []);
            there.Add(i);
        }
    }

    /// <summary>The listeners that a connection to this address may come to: none, one, or one for each address of localhost.</summary>
    public IEnumerable<int> Find(EndpointAddress backend)
    {
        if (
            backend.Kind == EndpointKind.Unix
            || !_byPort.TryGetValue(backend.Port, out List<int>? there)
        )
            return [];
        IPAddress[] addresses = AddressesOf(backend.Host);
        int same = there.FindIndex(i =>
            string.Equals(
                _listeners[i].Address.Host,
                backend.Host,
                StringComparison.OrdinalIgnoreCase
            )
        );
        return addresses.Length == 0
            ? (same < 0 ? [] : [there[same]])
            : addresses.Select(address => FindOne(there, address)).Where(i => i >= 0).Distinct();
    }

    private int FindOne(List<int> there, IPAddress address)
    {
        // Connecting to the wildcard is connecting to the loopback address (ip(7)).
        if (address.Equals(IPAddress.Any))
            address = IPAddress.Loopback;
        else if (address.Equals(IPAddress.IPv6Any))
            address = IPAddress.IPv6Loopback;
        int exact = FindAt(there, address);
        if (exact >= 0 || !IPAddress.IsLoopback(address))
            return exact;
        bool isV4 = address.AddressFamily == AddressFamily.InterNetwork;
        int any = isV4 ? FindAt(there, IPAddress.Any) : -1;
        return any >= 0 ? any : FindAt(there, IPAddress.IPv6Any); // [::] takes both families where nobody else has 0.0.0.0
    }

    private int FindAt(List<int> there, IPAddress address)
    {
        int at = there.FindIndex(i => AddressesOf(_listeners[i].Address.Host).Contains(address));
        return at < 0 ? -1 : there[at];
    }

    private static IPAddress[] AddressesOf(string host) =>
        HostText.TryParseIp(host) is { } address
            ? [address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address]
        : string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
            ? [IPAddress.Loopback, IPAddress.IPv6Loopback]
        : [];
}
