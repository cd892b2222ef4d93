// Where a backend stands among the members of its cluster. Owned by its BackendState, kept by the cluster under its lock.
namespace Weir.Proxy.Backends;

/// <summary>Its place in the cluster as that is in force.</summary>
internal sealed class MemberPlace
{
    private volatile bool _isCandidate;
    private volatile LoadTree.Leaf? _leaf;

    /// <summary>In the order of the members; -1 when it is none of them.</summary>
    public long Rank { get; set; } = -1;

    /// <summary>Whether it is one of those that may take new work now; read by all threads.</summary>
    public bool IsCandidate
    {
        get => _isCandidate;
        set => _isCandidate = value;
    }

    /// <summary>Where its load is compared with others'; null where nobody asks for that. Read by all threads.</summary>
    public LoadTree.Leaf? Leaf
    {
        get => _leaf;
        set => _leaf = value;
    }
}
