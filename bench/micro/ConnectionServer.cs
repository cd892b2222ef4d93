// A worker that serves whole connections, from accept to close, each with a connection to the backend of its own.
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Configuration.Values;
using Weir.Proxy.Events;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Workers;

namespace Weir.Bench.Micro;

internal sealed class ConnectionServer
{
    private const int MostTurns = 100;

    private readonly Action _arrive;
    private readonly Worker _worker;

    public ConnectionServer(ProxyMode mode)
    {
        var reactor = new ReplayReactor(
            [.. "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"u8],
            [.. "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"u8]
        );
        _arrive = reactor.Arrive;
        _worker = new Worker(
            new WorkerOptions(0, 1, reactor, NullEventSink.Instance, Seed: 1, static _ => { })
        );
        ProxySnapshot snapshot = new SnapshotBuilder(new QuietObserver()).Build(Config(mode));
        var plan = new WorkerPlan(
            snapshot,
            [
                [new ReplaySocket()],
            ]
        );
        snapshot.Publish(before: null, () => _worker.PostApply(plan));
        _worker.RunOnce(0);
    }

    /// <summary>One client comes, is served and goes.</summary>
    public void Serve()
    {
        long answered = _worker.Counters.ClientBytes.BytesOut;
        _arrive();
        for (int turns = 0; _worker.SessionCount + _worker.BackendConnectionCount > 0; turns++)
        {
            if (turns == MostTurns)
            {
                throw new InvalidOperationException("a connection does not end");
            }

            _worker.RunOnce(0);
        }

        if (_worker.Counters.ClientBytes.BytesOut == answered)
        {
            throw new InvalidOperationException("a client was not answered");
        }
    }

    private static WeirConfig Config(ProxyMode mode) =>
        new()
        {
            Listeners =
            [
                new ListenerConfig
                {
                    Name = "front",
                    Address = EndpointAddress.FromHostAndPort("127.0.0.1", 80),
                    Mode = mode,
                    Cluster = "web",
                },
            ],
            Clusters =
            [
                new ClusterConfig
                {
                    Name = "web",
                    ConnectionPoolSize = 0,
                    TcpPooling = TcpPooling.Off,
                    Backends =
                    [
                        new BackendConfig
                        {
                            Address = EndpointAddress.FromHostAndPort("127.0.0.1", 9100),
                        },
                    ],
                },
            ],
        };
}
