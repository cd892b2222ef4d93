// Explains what would happen to a request: the parts of the data plane decide, on a replica of its state.
using Weir.Configuration;
using Weir.Configuration.Clusters;
using Weir.Protocol.Http;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Clients;
using Weir.Proxy.Facts;
using Weir.Proxy.Primitives;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Explain;

/// <summary>A configuration compiled as at a start, with backends put into a given condition.</summary>
public sealed class Explainer
{
    private readonly ProxySnapshot _snapshot;
    private readonly bool _isRunning;

    /// <param name="config">A valid configuration.</param>
    /// <param name="conditions">Of a running Weir; none: as at its start.</param>
    public Explainer(WeirConfig config, IReadOnlyCollection<BackendCondition> conditions)
    {
        _isRunning = conditions.Count > 0;
        _snapshot = new SnapshotBuilder(new QuietObserver()).Build(config);
        _snapshot.Publish(before: null, static () => { });
        foreach (BackendState backend in _snapshot.Clusters.SelectMany(c => c.Backends))
        {
            // Names are not looked up: as at a start they are taken to resolve.
            if (backend.Endpoints.Length == 0)
            {
                backend.SetEndpoints([default]);
            }
        }

        foreach (BackendCondition condition in conditions)
        {
            BackendState? backend = _snapshot
                .Clusters.FirstOrDefault(c =>
                    string.Equals(c.Name, condition.Cluster, StringComparison.Ordinal)
                )
                ?.State.Find(condition.Address);
            if (backend is not null)
            {
                Put(backend, condition);
            }
        }
    }

    /// <summary>What happens to a request whose head is <paramref name="request"/>.</summary>
    public Explanation Http(int listener, in SocketEndpoint client, ReadOnlySpan<byte> request)
    {
        ListenerSnapshot at = _snapshot.Listeners[listener];
        if (request.Length > Limits.BlockPayloadBytes)
        {
            return Refused(at, FailureCode.HttpRequestError, "request head too large", 431);
        }

        var trial = new RequestTrial(at, client, request);
        RequestReading reading = trial.Reading;
        if (reading.Error is not (FailureCode.None or FailureCode.NoRoute))
        {
            return Refused(at, reading.Error, reading.Detail, reading.ErrorStatus);
        }

        RouteVerdict[] routes = RouteTrace.Of(at.Config, reading.Route, trial.Host, trial.Path);
        if (reading.Route is not { } route)
        {
            return Refused(at, reading.Error, reading.Detail) with { Routes = routes };
        }

        return Pick(at, at.ClusterOf(route).Current, isHttp: true) with
        {
            Routes = routes,
            SentHead = trial.SentHead,
            IsRepeatable = HttpMethods.IsIdempotent(trial.Method),
        };
    }

    /// <summary>What happens to a client of a tcp listener.</summary>
    public Explanation Tcp(int listener)
    {
        ListenerSnapshot at = _snapshot.Listeners[listener];
        return Pick(at, at.TcpCluster!.Current, isHttp: false); // a tcp listener has one
    }

    private Explanation Pick(ListenerSnapshot listener, ClusterSnapshot cluster, bool isHttp)
    {
        var trial = new PickTrial(cluster, _isRunning);
        (FailureCode code, string? detail) = trial.Result switch
        {
            PickResult.Picked => (FailureCode.None, null),
            PickResult.AllFull => (
                FailureCode.ConnectionLimitReached,
                cluster.Config.MaxQueue == 0
                    ? "every usable backend is at its connection limit, and nobody may wait"
                    : "every usable backend is at its connection limit: it waits for queueTimeout, then fails"
            ),
            _ => (FailureCode.DestinationUnavailable, "no usable backend"),
        };
        return new Explanation
        {
            Listener = listener.Name,
            Cluster = cluster.Name,
            Backends = trial.Backends,
            Choice = trial.Choice,
            Decision = trial.Decision,
            ErrorStatus = code == FailureCode.None || !isHttp ? null : Failure.Of(code).Status,
            ErrorCode = code == FailureCode.None ? null : FailureCodes.Text(code),
            ErrorDetail = detail,
        };
    }

    private static Explanation Refused(
        ListenerSnapshot listener,
        FailureCode code,
        string detail,
        int status = 0
    ) =>
        new()
        {
            Listener = listener.Name,
            ErrorStatus = status == 0 ? Failure.Of(code).Status : status,
            ErrorCode = FailureCodes.Text(code),
            ErrorDetail = detail,
        };

    private static void Put(BackendState backend, BackendCondition condition)
    {
        ClusterConfig config = backend.Cluster.Config;
        bool isUnhealthy = condition.Health == HealthStatus.Unhealthy;
        int checks =
            condition.Health == HealthStatus.Unknown ? 0
            : isUnhealthy ? config.BackendFailureThreshold
            : config.SuccessThreshold;
        if (isUnhealthy)
        {
            backend.RecordCheck(success: true, "", 0); // its outcome says by itself what was before it
        }

        for (int i = 0; i < checks; i++)
        {
            backend.RecordCheck(!isUnhealthy, condition.Outcome ?? "", 0);
        }

        for (int i = 0; i < condition.InUse && backend.TryReserve(); i++)
        {
            // Each place that a client has is taken here too.
        }

        backend.SetWeight(condition.Weight);
        backend.SetAdmin(condition.Admin);
    }
}
