// The path prefixes of the routes of one host, as a tree of segments. Built once, then only read.
using System.Diagnostics;
using System.Text;

namespace Weir.Proxy.Routing;

/// <summary>One node stands for the path that leads to it. Of routes with equal prefixes only the first can ever match.</summary>
internal sealed class PathNode
{
    /// <summary>The index of "no route": behind all others.</summary>
    public const int None = int.MaxValue;

    private Dictionary<byte[], PathNode>? _children;

    // The first route whose prefix is this path, and the first whose prefix is this path and a slash.
    private int _here = None;
    private int _below = None;

    /// <summary>Adds a route; null and <c>/</c> stand for every path.</summary>
    public void Add(string? prefix, int index)
    {
        if (prefix is null or "" or "/")
        {
            _here = int.Min(_here, index);
            return;
        }

        Debug.Assert(prefix[0] == '/', "the validator asks for a leading slash");
        bool isBelow = prefix.EndsWith('/');
        PathNode node = this;
        foreach (string segment in prefix[1..(isBelow ? ^1 : ^0)].Split('/'))
        {
            node = node.Child(Encoding.UTF8.GetBytes(segment));
        }

        ref int first = ref isBelow ? ref node._below : ref node._here;
        first = int.Min(first, index);
    }

    /// <summary>The lowest index among the routes whose prefix matches <paramref name="path"/>, which ends where a query starts.</summary>
    public int Find(ReadOnlySpan<byte> path)
    {
        int best = _here;
        PathNode node = this;
        while (path.StartsWith("/"u8))
        {
            best = int.Min(best, node._below);
            path = path[1..];
            int end = path.IndexOf((byte)'/');
            ReadOnlySpan<byte> segment = end < 0 ? path : path[..end];
            if (
                node._children is not { } children
                || !children
                    .GetAlternateLookup<ReadOnlySpan<byte>>()
                    .TryGetValue(segment, out PathNode? child)
            )
            {
                break;
            }

            node = child;
            best = int.Min(best, node._here);
            path = path[segment.Length..];
        }

        return best;
    }

    private PathNode Child(byte[] segment)
    {
        _children ??= new(BytesComparer.Instance);
        if (!_children.TryGetValue(segment, out PathNode? child))
        {
            _children.Add(segment, child = new PathNode());
        }

        return child;
    }
}
