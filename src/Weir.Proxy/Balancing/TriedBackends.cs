// The backends that a request has tried already. Owned by its session, cleared for the next request.
using Weir.Proxy.Backends;

namespace Weir.Proxy.Balancing;

/// <summary>A small set, usually empty: a list is searched faster than a hash.</summary>
public sealed class TriedBackends
{
    private readonly List<BackendState> _tried = [];

    public int Count => _tried.Count;

    public void Add(BackendState backend) => _tried.Add(backend);

    public bool Contains(BackendState backend)
    {
        foreach (BackendState tried in _tried)
        {
            if (ReferenceEquals(tried, backend))
            {
                return true;
            }
        }

        return false;
    }

    public void Clear() => _tried.Clear();
}
