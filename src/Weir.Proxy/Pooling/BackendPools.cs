// Which idle connections a worker keeps for which backend, http and tcp apart.
using Weir.Proxy.Backends;

namespace Weir.Proxy.Pooling;

/// <summary>The table of a worker's <see cref="BackendPool"/>s. Owned by its <see cref="ConnectionPool"/>.</summary>
internal sealed class BackendPools
{
    private readonly Dictionary<long, BackendPool> _pools = [];

    /// <summary>May be removed from while it is gone through.</summary>
    public Dictionary<long, BackendPool>.ValueCollection All => _pools.Values;

    /// <summary>That of a backend; made where there is none.</summary>
    public BackendPool Of(BackendState backend, PoolKind kind)
    {
        long key = KeyOf(backend, kind);
        if (!_pools.TryGetValue(key, out BackendPool? pool))
        {
            pool = new BackendPool(backend, kind);
            _pools.Add(key, pool);
        }

        return pool;
    }

    /// <summary>That of a backend, where one was made.</summary>
    public BackendPool? Find(BackendState backend, PoolKind kind) =>
        _pools.GetValueOrDefault(KeyOf(backend, kind));

    public void Remove(BackendPool pool) => _pools.Remove(KeyOf(pool.Backend, pool.Kind));

    // One number: each request asks, and a number is found in a third of the instructions of a tuple.
    private static long KeyOf(BackendState backend, PoolKind kind) =>
        ((long)backend.Id << 8) | (byte)kind;
}
