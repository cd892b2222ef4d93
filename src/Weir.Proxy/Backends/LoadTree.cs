// Which of many backends has the fewest connections for its weight, without a look at each: a tournament whose leaves are the backends.
namespace Weir.Proxy.Backends;

/// <summary>
/// A binary tree of loads in which each node holds the least of its two. A change of one backend's count costs a walk to the root, at most;
/// a search costs a walk down. All threads share it without a lock: whoever writes a node looks at its children again afterwards, so that
/// the last one to write a node leaves it right (after Jayanti's f-arrays, PODC 2002).
/// </summary>
internal sealed class LoadTree
{
    /// <summary>With fewer backends than this a look at each is as cheap, and costs nothing when counts change.</summary>
    public const int LeastBackends = 33;

    /// <summary>The load of a backend at its limit, and of leaves that pad the tree.</summary>
    public const long Full = long.MaxValue;

    // Loads of different weights differ by 1/(256 × 256) at least: scaled by this and rounded down they keep their order.
    private const int ScaleBits = 17;

    private readonly BackendState[] _backends;
    private readonly int _size;

    // The root is 1, the children of i are 2i and 2i + 1, the leaves begin at _size.
    private readonly long[] _nodes;

    public LoadTree(BackendState[] backends)
    {
        _backends = backends;
        _size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)backends.Length);
        _nodes = new long[2 * _size];
        Array.Fill(_nodes, Full);
    }

    /// <summary>Tells the backends where they stand from now on, and takes over what they have counted; before it all seem full.</summary>
    public void Attach()
    {
        for (int i = 0; i < _backends.Length; i++)
        {
            _backends[i].Leaf = new Place(this, i);
        }

        Interlocked.MemoryBarrier(); // a count that went up before its backend knew its place is seen by the refresh
        for (int i = 0; i < _backends.Length; i++)
        {
            Refresh(i);
        }
    }

    /// <summary>Takes over the count of one backend, after it changed.</summary>
    public void Refresh(int index)
    {
        int node = _size + index;
        while (node > 0)
        {
            bool changed = false;
            while (true)
            {
                long value = Volatile.Read(ref _nodes[node]);
                long now = node >= _size ? LoadOf(_backends[index]) : Least(node);
                if (value == now)
                {
                    break;
                }

                Interlocked.CompareExchange(ref _nodes[node], now, value);
                changed = true;
            }

            // Who wrote this node takes it further up.
            if (!changed)
            {
                return;
            }

            node >>= 1;
        }
    }

    /// <summary>The least load of all; <see cref="Full"/> when none has room.</summary>
    public long Least() => Volatile.Read(ref _nodes[1]);

    /// <summary>The first backend from <paramref name="start"/> on, and around once, whose load is at most <paramref name="load"/>;
    /// -1 when counts change faster than they can be searched.</summary>
    public int FirstAtMost(long load, int start)
    {
        int node = _size + start;
        if (Volatile.Read(ref _nodes[node]) <= load)
        {
            return start;
        }

        // Up while there is nothing to the right; what is left of the start comes last, from the root.
        for (; node > 1; node >>= 1)
        {
            if ((node & 1) == 0 && Volatile.Read(ref _nodes[node + 1]) <= load)
            {
                return Descend(node + 1, load);
            }
        }

        return Descend(1, load);
    }

    private int Descend(int node, long load)
    {
        while (node < _size)
        {
            node = Volatile.Read(ref _nodes[2 * node]) <= load ? 2 * node : (2 * node) + 1;
        }

        return Volatile.Read(ref _nodes[node]) <= load ? node - _size : -1;
    }

    private long Least(int node) =>
        long.Min(Volatile.Read(ref _nodes[2 * node]), Volatile.Read(ref _nodes[(2 * node) + 1]));

    private static long LoadOf(BackendState backend) =>
        backend.HasRoom ? ((long)backend.InUse << ScaleBits) / int.Max(1, backend.Weight) : Full;

    /// <summary>Where a backend stands.</summary>
    /// <param name="Tree">The tree of the set of usable backends that it is in.</param>
    /// <param name="Index">Its place in that set.</param>
    public sealed record Place(LoadTree Tree, int Index);
}
