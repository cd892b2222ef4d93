// How many connections each client address has on a listener, over all workers, in fixed memory and without locks.
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Backends;

/// <summary>
/// A count-min sketch (Cormode and Muthukrishnan 2005) that counts both ways: each address has one cell in each of two rows, and its count
/// is at most the smaller of them. It never undercounts, and overcounts an address by what others have in both of its cells: with 10,000
/// clients of one connection each (65,536 cells a row, 0.15 clients a cell) by 1 for one client in fifty, by 3 for hardly any. The seed
/// keeps others from choosing addresses that collide. Half a mebibyte. Thread-safe.
/// </summary>
public sealed class ClientCounts(ulong seed)
{
    private const int CellBits = 16;
    private const int Ipv6SiteBits = 64;

    private readonly int[] _first = new int[1 << CellBits];
    private readonly int[] _second = new int[1 << CellBits];

    /// <summary>Counts one more connection of this address, unless <paramref name="limit"/> are open.</summary>
    public bool TryEnter(in SocketEndpoint client, int limit)
    {
        (int first, int second) = Cells(client);
        if (Interlocked.Increment(ref _first[first]) <= limit)
        {
            Interlocked.Increment(ref _second[second]);
            return true;
        }

        // The first cell is over the limit, but perhaps by other addresses' connections: then the second says so.
        if (Interlocked.Increment(ref _second[second]) <= limit)
        {
            return true;
        }

        Leave(client);
        return false;
    }

    /// <summary>One that entered has gone.</summary>
    public void Leave(in SocketEndpoint client)
    {
        (int first, int second) = Cells(client);
        Interlocked.Decrement(ref _first[first]);
        Interlocked.Decrement(ref _second[second]);
    }

    // Whoever has one IPv6 address has its whole /64 (RFC 6177), so that is what counts as one client.
    private (int First, int Second) Cells(in SocketEndpoint client)
    {
        ulong address =
            client.Family == SocketFamily.IPv6
                ? (ulong)(client.Bits >> Ipv6SiteBits)
                : (ulong)client.Bits;
        ulong hash = Rng.Mix(Rng.Mix(address ^ seed) + seed);
        const int mask = (1 << CellBits) - 1;
        return ((int)hash & mask, (int)(hash >> 32) & mask);
    }
}
