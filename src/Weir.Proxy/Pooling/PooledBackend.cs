// What one worker keeps of one backend: its counters and its idle connections, http and tcp apart.
using Weir.Proxy.Backends;

namespace Weir.Proxy.Pooling;

/// <summary>A worker's part of a backend. Owned by its <see cref="ConnectionPool"/>.</summary>
internal sealed class PooledBackend : BackendPart
{
    public PooledBackend(BackendState backend)
    {
        Backend = backend;
        Http = new BackendPool(backend, PoolKind.Http, Counters);
        Tcp = new BackendPool(backend, PoolKind.Tcp, Counters);
    }

    public BackendState Backend { get; }

    public BackendPool Http { get; }

    public BackendPool Tcp { get; }

    /// <summary>True when it holds nothing that is to be looked after.</summary>
    public bool IsEmpty => Http.Count + Tcp.Count + Tcp.Warm.Connecting == 0;

    /// <summary>Where it stands among those that its worker looks after; -1: nowhere.</summary>
    internal int Index { get; set; } = -1;

    public BackendPool Of(PoolKind kind) => kind == PoolKind.Http ? Http : Tcp;
}
