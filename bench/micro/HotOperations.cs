// The operations of the request path, each alone and ready to be repeated: what bench/micro times and what bench/budgets.json limits.
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Configuration.Values;
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Protocol.Http1.Parsing;
using Weir.Protocol.Http1.Writing;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Primitives;
using Weir.Proxy.Routing;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Timeouts;
using HttpMethod = Weir.Protocol.Http.HttpMethod;

namespace Weir.Bench.Micro;

/// <summary>One operation for each entry of the budgets. Not thread-safe.</summary>
public sealed class HotOperations
{
    private const int Backends = 8;
    private const int ManyBackends = 1000;
    private const int Routes = 100;
    private const int Deadlines = 1000;

    private static readonly HeadLimits s_limits = new(16384, FieldTable.DefaultCapacity);
    private static readonly byte[] s_request =
    [
        .. "GET /service-99/items?page=2 HTTP/1.1\r\nHost: host-99.example\r\nUser-Agent: curl/8.5.0\r\n"u8,
        .. "Accept: */*\r\nAccept-Encoding: gzip, br\r\nCookie: session=0123456789abcdef\r\n\r\n"u8,
    ];

    private static readonly byte[] s_response =
    [
        .. "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Wed, 25 Nov 2026 12:00:00 GMT\r\nContent-Type: text/plain\r\n"u8,
        .. "Content-Length: 126\r\nConnection: keep-alive\r\nCache-Control: no-store\r\n\r\n"u8,
    ];

    private readonly RequestHead _request = new();
    private readonly ResponseHead _response = new();
    private readonly HeadEdits _edits = new();
    private readonly byte[] _output = new byte[32768];
    private readonly Router _router = new(
        [
            .. Enumerable
                .Range(0, Routes)
                .Select(i => new RouteConfig
                {
                    Host = $"host-{i}.example",
                    PathPrefix = $"/service-{i}",
                    Cluster = "web",
                }),
        ],
        null
    );
    private readonly ClusterState _cluster = Cluster(Backends);
    private readonly ClusterState _many = Cluster(ManyBackends);
    private readonly TriedBackends _tried = new();
    private readonly TimeoutManager _timeouts = new();

    public HotOperations()
    {
        var table = new DeadlineTable();
        _timeouts.Watch(table, new QuietExpiry());
        for (int i = 0; i < Deadlines; i++)
        {
            table.Set(table.Add(new QuietExpiry()), long.MaxValue);
        }

        ByName = new SortedDictionary<string, Action>(StringComparer.Ordinal)
        {
            ["parse request head"] = () => RequestHeadParser.Parse(s_request, s_limits, _request),
            ["parse response head"] = () =>
                ResponseHeadParser.Parse(s_response, s_limits, HttpMethod.Get, _response),
            ["rewrite request head"] = RewriteRequest,
            ["rewrite response head"] = RewriteResponse,
            ["route among 100"] = () => _router.Match("host-99.example"u8, "/service-99/items"u8),
            ["pick roundRobin"] = Pick(BalancingAlgorithm.RoundRobin, _cluster),
            ["pick leastConnections"] = Pick(BalancingAlgorithm.LeastConnections, _cluster),
            ["pick random"] = Pick(BalancingAlgorithm.Random, _cluster),
            ["pick powerOfTwo"] = Pick(BalancingAlgorithm.PowerOfTwo, _cluster),
            ["pick leastConnections of 1000"] = Pick(BalancingAlgorithm.LeastConnections, _many),
            ["reserve and release a place"] = () => ReserveAndRelease(_cluster),
            ["reserve and release a place of 1000"] = () => ReserveAndRelease(_many),
            ["take from the pool and put back"] = new PoolUser(_cluster.Backends[0]).TakeAndPut,
            ["serve an http connection"] = new ConnectionServer(ProxyMode.Http).Serve,
            ["serve a tcp connection"] = new ConnectionServer(ProxyMode.Tcp).Serve,
            ["scan 1000 deadlines"] = () => _timeouts.CheckConnections(1),
        };
        RequestHeadParser.Parse(s_request, s_limits, _request);
        ResponseHeadParser.Parse(s_response, s_limits, HttpMethod.Get, _response);
    }

    public IReadOnlyDictionary<string, Action> ByName { get; }

    private static ClusterState Cluster(int backends)
    {
        var config = new ClusterConfig
        {
            Name = "web",
            Algorithm = BalancingAlgorithm.LeastConnections,
            Backends =
            [
                .. Enumerable
                    .Range(0, backends)
                    .Select(i => new BackendConfig
                    {
                        Address = EndpointAddress.FromHostAndPort("127.0.0.1", 9100 + i),
                    }),
            ],
        };
        ProxySnapshot snapshot = new SnapshotBuilder(new QuietObserver()).Build(
            new WeirConfig { Listeners = [], Clusters = [config] }
        );
        snapshot.Publish(before: null, static () => { });
        return snapshot.Clusters[0].State;
    }

    private Action Pick(BalancingAlgorithm algorithm, ClusterState cluster)
    {
        var balancer = Balancer.Create(algorithm, new Rng(1));
        return () => balancer.Pick(cluster.Current, _tried, out _);
    }

    private void RewriteRequest()
    {
        var facts = new ForwardingFacts
        {
            ClientAddress = "203.0.113.9"u8,
            ClientNode = "203.0.113.9"u8,
            Via = "1.1 weir-01234567"u8,
            RequestId = "0123456789abcdef0123456789abcdef"u8,
        };
        var attempt = new RequestAttempt { Host = _request.Host(s_request) };
        _edits.Clear();
        ForwardingFields.Edit(s_request, _request, facts, _edits);
        RequestHeadWriter.Write(s_request, _request, _edits, attempt, _output);
    }

    private void RewriteResponse()
    {
        _edits.Clear();
        ResponseMarks.Edit(
            _response,
            "1.1 weir-01234567"u8,
            "0123456789abcdef0123456789abcdef"u8,
            date: [],
            _edits
        );
        ResponseHeadWriter.Write(s_response, _response, _edits, default, _output);
    }

    private static void ReserveAndRelease(ClusterState cluster)
    {
        cluster.Backends[0].TryReserve();
        cluster.Backends[0].Release();
    }
}
