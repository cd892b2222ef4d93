// Makes exchanges in the middle of their life for tests.
using Weir.Protocol.Http1;
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;
using Weir.Proxy.Facts;
using Weir.Proxy.Pooling;
using Weir.Proxy.Sessions;
using Weir.Tests.Proxy.Backends;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Tests.Proxy.Sessions;

internal static class Exchanges
{
    /// <summary>A request that was sent whole to a cluster of two backends.</summary>
    public static HttpExchange Sent(
        HttpMethod method = HttpMethod.Get,
        Func<ClusterConfig, ClusterConfig>? with = null
    )
    {
        ClusterConfig config = TestCluster.Config(1, 1);
        config = with?.Invoke(config) ?? config;
        ClusterSnapshot cluster = TestCluster.Create(config).Current;
        return new HttpExchange
        {
            Method = method,
            RequestState = MessageState.Done,
            Settings = cluster.Config,
            Cluster = new WorkerCluster(cluster, new ClusterCounters()),
        };
    }

    /// <summary>The connection that an exchange went out on, with so many bytes sent over it in all.</summary>
    public static PooledConnection Connection(
        HttpExchange exchange,
        AcquireResult how,
        long bytesSent = 100
    )
    {
        BackendState backend = exchange.Cluster!.State.Backends[0]; // Sent gave it one
        var connection = new PooledConnection(null!) // its pool is not asked
        {
            Channel = new FakeChannel().WithBytesSent(bytesSent),
            AcquiredAs = how,
        };
        connection.Open(
            new BackendPool(backend, PoolKind.Http),
            user: null,
            exchange.Settings!, // as above
            deadlineSlot: 0
        );
        return connection;
    }
}
