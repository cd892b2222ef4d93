// Which idle connections a worker keeps for which backend, http and tcp apart.
using Weir.Proxy.Backends;

namespace Weir.Proxy.Pooling;

/// <summary>The table of a worker's <see cref="BackendPool"/>s. Owned by its <see cref="ConnectionPool"/>.</summary>
internal sealed class BackendPools
{
    private readonly Dictionary<(int BackendId, PoolKind Kind), BackendPool> _pools = [];

    /// <summary>May be removed from while it is gone through.</summary>
    public Dictionary<(int BackendId, PoolKind Kind), BackendPool>.ValueCollection All =>
        _pools.Values;

    /// <summary>That of a backend; made where there is none.</summary>
    public BackendPool Of(BackendState backend, PoolKind kind)
    {
        if (!_pools.TryGetValue((backend.Id, kind), out BackendPool? pool))
        {
            pool = new BackendPool(backend, kind);
            _pools.Add((backend.Id, kind), pool);
        }

        return pool;
    }

    /// <summary>That of a backend, where one was made.</summary>
    public BackendPool? Find(BackendState backend, PoolKind kind) =>
        _pools.GetValueOrDefault((backend.Id, kind));

    public void Remove(BackendPool pool) => _pools.Remove((pool.Backend.Id, pool.Kind));
}
