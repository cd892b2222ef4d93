// Who listens where in a simulated network. Owned by SimNetwork.
using System.Net;
using Weir.Proxy.Primitives;

namespace Weir.Simulation.Network;

/// <summary>All listening sockets by address; sockets bound together share one (SO_REUSEPORT).</summary>
public sealed class SimListenTable
{
    private const int FirstFreePort = 20_000;
    private readonly SimNetwork _network;
    private readonly Dictionary<SocketEndpoint, List<SimAcceptQueue>> _groups = [];
    private int _nextPort = FirstFreePort;

    internal SimListenTable(SimNetwork network) => _network = network;

    /// <summary>Addresses that are bound now.</summary>
    public int Count => _groups.Count;

    /// <summary>Binds <paramref name="count"/> sockets; null when the address is taken. Port 0 becomes a free one.</summary>
    public SimAcceptQueue[]? TryBind(SocketEndpoint address, int backlog, int count)
    {
        if (address.Family != SocketFamily.Unix && address.Port == 0)
        {
            address = address.WithPort(_nextPort++);
        }

        if (_groups.ContainsKey(address))
        {
            return null;
        }

        _groups.Add(address, []);
        return Join(address, backlog, count);
    }

    /// <summary>More sockets on an address that is bound, for who has it.</summary>
    public SimAcceptQueue[] Join(SocketEndpoint address, int backlog, int count)
    {
        var queues = new SimAcceptQueue[count];
        for (int i = 0; i < count; i++)
        {
            queues[i] = new SimAcceptQueue(_network, address, backlog);
        }

        _groups[address].AddRange(queues);
        return queues;
    }

    /// <summary>The socket that a connect to this address reaches: one of its group, else one bound to any address; null when nobody listens.</summary>
    internal SimAcceptQueue? Find(in SocketEndpoint address)
    {
        if (!_groups.TryGetValue(address, out List<SimAcceptQueue>? group))
        {
            IPAddress any = address.Family == SocketFamily.IPv6 ? IPAddress.IPv6Any : IPAddress.Any;
            if (!_groups.TryGetValue(SocketEndpoint.FromAddress(any, address.Port), out group))
            {
                return null;
            }
        }

        return group[_network.Rng.Next(group.Count)];
    }

    internal void Remove(SimAcceptQueue queue)
    {
        List<SimAcceptQueue> group = _groups[queue.Local];
        group.Remove(queue);
        if (group.Count == 0)
        {
            _groups.Remove(queue.Local);
        }
    }
}
