// Takes a connection from a pool and puts it back, as a session does for each request.
using Weir.Proxy.Backends;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;
using Weir.Proxy.Timeouts;

namespace Weir.Bench.Micro;

internal sealed class PoolUser : IBackendUser
{
    private const PoolKind Kind = PoolKind.Http;

    private readonly BackendState _backend;
    private readonly ConnectionPool _pool;

    /// <summary>Makes a pool that holds one idle connection to <paramref name="backend"/>.</summary>
    public PoolUser(BackendState backend)
    {
        _backend = backend;
        var reactor = new QuietReactor();
        backend.Cluster.Parts.Add(0, new ClusterPart());
        _pool = new ConnectionPool(
            new PoolServices(
                reactor,
                new WorkerCounters(),
                new DeadlineTable(),
                NullEventSink.Instance
            )
        );
        _pool.Open(backend, Kind, this, backend.Cluster.Config);
        reactor.RunOnce(0);
    }

    public void TakeAndPut() => _pool.Release(_pool.TryTake(_backend, Kind, this)!); // it holds one

    public void OnBackendReady(PooledConnection connection) => _pool.Release(connection);

    public void OnBackendFailed(PooledConnection connection, ConnectResult result) =>
        throw new InvalidOperationException($"the connect ended as {result}");

    public void OnConnected(Channel channel, IoStatus status) { }

    public void OnReceived(
        Channel channel,
        Block? block,
        int offset,
        int count,
        IoStatus status
    ) { }

    public void OnSent(Channel channel, Block block, IoStatus status) { }
}
