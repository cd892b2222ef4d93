// Opens connections to backends: endpoint after endpoint of a name, each with its own deadline; counts, times and marks health.
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Pooling;

/// <summary>The connecting part of a worker's pool.</summary>
internal sealed class BackendConnector(ConnectionPool pool, PoolServices services)
{
    /// <summary>Starts to connect to the backend's preferred endpoint. Always ends in the pool's OnOpened or OnOpenFailed, never before it returns.</summary>
    public void Start(PooledConnection connection)
    {
        BackendState backend = connection.Backend;
        connection.State = PooledConnectionState.Connecting;
        connection.EndpointIndex = backend.PreferredEndpoint;
        connection.EndpointsTried = 0;
        TryNext(connection);
    }

    public void OnConnected(PooledConnection connection, IoStatus status)
    {
        if (status != IoStatus.Ok)
        {
            OnFailed(connection, ResultOf(status));
            return;
        }

        BackendState backend = connection.Backend;
        long nowUs = services.Reactor.NowUs;
        connection.Counters.Count(ConnectResult.Ok);
        backend
            .Cluster.Parts[services.WorkerIndex]
            .Counters.ConnectDuration.Record(nowUs - connection.ConnectStartedUs);
        services.Deadlines.Set(connection.DeadlineSlot, 0);
        if (!IsFastOpen(connection))
        {
            backend.RecordLiveSuccess(); // with fast open nothing may have been sent yet
        }

        backend.PreferredEndpoint = connection.EndpointIndex;
        pool.OnOpened(connection);
    }

    /// <summary>A response came over it whole: with fast open the first proof that its connect worked.</summary>
    public static void OnAnswered(PooledConnection connection)
    {
        if (!connection.WasUsed && IsFastOpen(connection))
        {
            connection.Backend.RecordLiveSuccess();
        }
    }

    public void OnDeadline(PooledConnection connection)
    {
        services.Counters.Count(TimeoutKind.Connect);
        connection.Channel.Reset();
        OnFailed(connection, ConnectResult.Timeout);
    }

    private void TryNext(PooledConnection connection)
    {
        BackendState backend = connection.Backend;
        SocketEndpoint[] endpoints = backend.Endpoints;
        SocketEndpoint endpoint =
            endpoints.Length == 0
                ? default
                : endpoints[connection.EndpointIndex % endpoints.Length];
        connection.SetEndpoint(endpoint);
        connection.EndpointsTried++;
        connection.ConnectStartedUs = services.Reactor.NowUs;
        connection.Channel = services.Reactor.Connect(
            endpoint,
            connection,
            IsFastOpen(connection) ? ConnectKind.FastOpen : ConnectKind.Usual
        );
        services.Deadlines.Set(
            connection.DeadlineSlot,
            connection.ConnectStartedUs + (connection.Settings.BackendConnectTimeoutMs * 1000)
        );
    }

    private void OnFailed(PooledConnection connection, ConnectResult result)
    {
        BackendState backend = connection.Backend;
        connection.Counters.Count(result);
        int endpoints = backend.Endpoints.Length; // read once: the resolver may publish others meanwhile, or none
        if (connection.EndpointsTried < endpoints)
        {
            connection.EndpointIndex = (connection.EndpointIndex + 1) % endpoints;
            TryNext(connection);
            return;
        }

        // Our own shortage (descriptors, ports) says nothing about the backend; a refusal or silence counts as a failed check.
        if (result is ConnectResult.Refused or ConnectResult.Timeout)
        {
            backend.RecordLiveFailure(
                result == ConnectResult.Refused ? "connection refused" : "connect timed out"
            );
        }

        pool.OnOpenFailed(connection, result);
    }

    // In tcp mode the backend may be the first to speak: its connection must not wait for a byte of ours.
    private static bool IsFastOpen(PooledConnection connection) =>
        connection.Home.Kind == PoolKind.Http && connection.Settings.TcpFastOpen;

    private static ConnectResult ResultOf(IoStatus status) =>
        status switch
        {
            IoStatus.Refused or IoStatus.Reset => ConnectResult.Refused,
            IoStatus.TimedOut => ConnectResult.Timeout,
            IoStatus.Unreachable => ConnectResult.Unreachable,
            _ => ConnectResult.Error,
        };
}
