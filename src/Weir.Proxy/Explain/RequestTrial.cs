// Lets the reader of the data plane look at a request, as if a client had sent it.
using System.Text;
using Weir.Protocol.Http1;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Configuration;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;
using Weir.Proxy.Primitives;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Timeouts;

namespace Weir.Proxy.Explain;

/// <summary>The step ReadHead on a reactor without I/O.</summary>
internal sealed class RequestTrial
{
    private const ulong Seed = 1;

    private readonly SessionServices _services;
    private readonly HttpExchange _exchange = new();

    public RequestTrial(
        ProxySnapshot snapshot,
        ListenerSnapshot listener,
        in SocketEndpoint client,
        ReadOnlySpan<byte> request
    )
    {
        _services = BuildServices(snapshot);
        _services.Blocks.TryRent(out Block? block);
        request.CopyTo(block!.Bytes.AsSpan(Limits.BlockHeadroomBytes)); // the pool has one
        var input = default(ByteBuffer);
        input.Append(block, Limits.BlockHeadroomBytes, request.Length);
        Status = RequestReader.Read(_services, listener, client, ref input, _exchange);
        if (Status == ParseStatus.NeedMore)
        {
            _exchange.Fail(FailureCode.HttpRequestError, "the request ends inside its head");
            return;
        }

        if (Status == ParseStatus.Complete)
        {
            RequestHead head = _services.RequestHead;
            Host = head.Host(request).ToArray();
            Path = head.Path(request) is [] or [(byte)'?', ..]
                ? "/"u8.ToArray()
                : head.Path(request).ToArray();
            SentHead = Encoding.Latin1.GetString(
                block.Bytes.AsSpan(_exchange.SendStart, _exchange.SendCount)
            );
        }
    }

    public ParseStatus Status { get; }

    public HttpExchange Exchange => _exchange;

    /// <summary>The authority in force.</summary>
    public byte[] Host { get; } = [];

    /// <summary>What the router was asked with.</summary>
    public byte[] Path { get; } = [];

    /// <summary>The rewritten head; null unless the request is complete.</summary>
    public string? SentHead { get; }

    private static SessionServices BuildServices(ProxySnapshot snapshot)
    {
        var reactor = new StillReactor();
        var counters = new WorkerCounters();
        var deadlines = new DeadlineTable();
        var rng = new Rng(Seed);
        var services = new SessionServices
        {
            Index = 0,
            Reactor = reactor,
            Counters = counters,
            Deadlines = deadlines,
            Events = NullEventSink.Instance,
            Rng = rng,
            Balancers = new Balancers(algorithm => Balancer.Create(algorithm, rng)),
            Date = new HttpDate(writeNow: null),
            Pool = new ConnectionPool(
                new PoolServices(reactor, counters, deadlines, NullEventSink.Instance)
            ),
            OnEnded = static _ => { },
            Clusters = new WorkerCluster?[snapshot.ClusterIdLimit],
        };
        foreach (ClusterSnapshot cluster in snapshot.Clusters)
        {
            services.Clusters[cluster.State.Id] = new WorkerCluster(cluster, new ClusterCounters());
        }

        return services;
    }
}
