// The data of a traffic event: what the dashboard shows of this moment.
namespace Weir.Admin.Views.Live;

/// <summary>Rates are per second over the last second, latency is over the last ten.</summary>
public sealed record TrafficView
{
    public required string Timestamp { get; init; }

    /// <summary><c>running</c> or <c>draining</c>.</summary>
    public required string State { get; init; }

    public required double UptimeSeconds { get; init; }

    public required VerdictView Verdict { get; init; }

    public required long ActiveConnections { get; init; }

    /// <summary>Requests and tcp sessions that wait for a place on a backend.</summary>
    public required long Waiting { get; init; }

    public required ListenerView[] Listeners { get; init; }

    /// <summary>Reloads applied and rejected since the start, so that a reader sees when there was one.</summary>
    public required long ReloadsApplied { get; init; }

    public required long ReloadsRejected { get; init; }

    /// <summary>Final http responses.</summary>
    public required double Requests { get; init; }

    /// <summary>Http responses by class, 1xx to 5xx.</summary>
    public required double[] Classes { get; init; }

    /// <summary>Failed requests and tcp sessions by error code; codes without any are left out.</summary>
    public required Dictionary<string, double> Failures { get; init; }

    public required double BytesIn { get; init; }

    public required double BytesOut { get; init; }

    /// <summary>Null where no request ended.</summary>
    public required LatencyView? Latency { get; init; }

    /// <summary>Failures since the start, so that a reader sees when to look for new ones.</summary>
    public required long TotalFailures { get; init; }

    /// <summary>In the order of the config.</summary>
    public required ClusterTrafficView[] Clusters { get; init; }

    public required BackendTrafficView[] Backends { get; init; }
}
