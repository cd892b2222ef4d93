// A worker's parts of the backends that it has had to do with.
using Weir.Proxy.Backends;

namespace Weir.Proxy.Pooling;

/// <summary>Finds each at its backend, and knows those that are to be looked after now and then. Owned by its <see cref="ConnectionPool"/>.</summary>
/// <param name="worker">The worker's number.</param>
internal sealed class BackendPools(int worker)
{
    private readonly List<PooledBackend> _all = []; // by their Index

    /// <summary>Those to look after; may be removed from while it is gone through from its end.</summary>
    public IReadOnlyList<PooledBackend> All => _all;

    /// <summary>That of a backend; made where there is none.</summary>
    public PooledBackend Of(BackendState backend) => Find(backend) ?? Add(backend);

    /// <summary>That of a backend, where one was made.</summary>
    public PooledBackend? Find(BackendState backend) => (PooledBackend?)backend.Parts.Find(worker);

    /// <summary>Its backend has left: it stays there for requests by an older config, which still count, and is looked after no more.</summary>
    public void Remove(PooledBackend backend)
    {
        if (backend.Index < 0)
        {
            return;
        }

        PooledBackend last = _all[^1];
        _all[backend.Index] = last;
        last.Index = backend.Index;
        _all.RemoveAt(_all.Count - 1);
        backend.Index = -1;
    }

    private PooledBackend Add(BackendState backend)
    {
        var added = new PooledBackend(backend) { Index = _all.Count };
        backend.Parts.Add(worker, added);
        _all.Add(added);
        return added;
    }
}
