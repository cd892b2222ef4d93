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

    /// <summary>The load of a member at its limit or that may not be used, and of places that nobody has.</summary>
    public const long Full = long.MaxValue;

    // Loads of different weights differ by 1/(256 × 256) at least: scaled by this and rounded down they keep their order.
    private const int ScaleBits = 17;

    private readonly BackendState?[] _members; // by their places; one that was left is given to the next who joins
    private readonly Stack<int> _left = [];
    private readonly int _size;
    private int _taken;

    // The root is 1, the children of i are 2i and 2i + 1, the leaves begin at _size.
    private readonly long[] _nodes;

    /// <summary>Tells the members where they stand from now on, and takes over what they have counted; before it all seem full.</summary>
    public LoadTree(BackendState[] members)
    {
        _size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)members.Length);
        _members = new BackendState?[_size];
        _nodes = new long[2 * _size];
        Array.Fill(_nodes, Full);
        foreach (BackendState member in members)
        {
            member.Place.Leaf = TakePlace(member);
        }

        Interlocked.MemoryBarrier(); // a count that went up before its backend knew its place is seen by the refresh
        for (int i = 0; i < members.Length; i++)
        {
            Refresh(i);
        }
    }

    /// <summary>Gives one more a place; false when there is none. Under the cluster's lock, as <see cref="Remove"/>.</summary>
    public bool TryAdd(BackendState member)
    {
        if (_left.Count == 0 && _taken == _size)
        {
            return false;
        }

        Leaf leaf = TakePlace(member);
        member.Place.Leaf = leaf;
        Interlocked.MemoryBarrier(); // as for the first ones
        Refresh(leaf.Index);
        return true;
    }

    /// <summary>Nobody finds it here any more.</summary>
    public void Remove(BackendState member)
    {
        if (member.Place.Leaf is { } leaf && leaf.Tree == this)
        {
            member.Place.Leaf = null;
            Volatile.Write(ref _members[leaf.Index], null);
            Interlocked.MemoryBarrier(); // whoever refreshes it after us sees that nobody is there
            Refresh(leaf.Index);
            _left.Push(leaf.Index);
        }
    }

    /// <summary>Takes over the count of the member at a place, after it changed, or whether it may be used did.</summary>
    public void Refresh(int index)
    {
        int node = _size + index;
        while (node > 0)
        {
            bool changed = false;
            while (true)
            {
                long value = Volatile.Read(ref _nodes[node]);
                long now = node >= _size ? LoadOf(Volatile.Read(ref _members[index])) : Least(node);
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

    /// <summary>The first member from <paramref name="start"/> on, and around once, whose load is at most <paramref name="load"/>;
    /// null when counts change faster than they can be searched.</summary>
    public BackendState? FirstAtMost(long load, BackendState start)
    {
        int index = start.Place.Leaf is { } leaf && leaf.Tree == this ? leaf.Index : 0;
        int found = FirstAtMost(load, index);
        return found < 0 ? null : Volatile.Read(ref _members[found]);
    }

    private int FirstAtMost(long load, int start)
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

    private Leaf TakePlace(BackendState member)
    {
        int index = _left.TryPop(out int left) ? left : _taken++;
        Volatile.Write(ref _members[index], member);
        return new Leaf(this, index);
    }

    private static long LoadOf(BackendState? member) =>
        member is { Place.IsCandidate: true, HasRoom: true }
            ? ((long)member.InUse << ScaleBits) / int.Max(1, member.Weight)
            : Full;

    /// <summary>Where a backend stands.</summary>
    /// <param name="Tree">The tree of its cluster's members.</param>
    /// <param name="Index">Its place there, which stays the same whoever comes and goes.</param>
    public sealed record Leaf(LoadTree Tree, int Index);
}
