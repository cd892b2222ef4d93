// What the dashboard shows of a cluster at this moment.
namespace Weir.Admin.Views.Live;

/// <summary>Rates are per second over the last second, latency is over the last ten.</summary>
public sealed record ClusterTrafficView
{
    public required string Name { get; init; }

    /// <summary>Final http responses.</summary>
    public required double Requests { get; init; }

    /// <summary>Http responses by class, 1xx to 5xx.</summary>
    public required double[] Classes { get; init; }

    /// <summary>Failed requests and tcp sessions by error code; codes without any are left out.</summary>
    public required Dictionary<string, double> Failures { get; init; }

    /// <summary>Requests and tcp sessions that wait for a place on a backend.</summary>
    public required long Waiting { get; init; }

    /// <summary>Null where no request ended.</summary>
    public required LatencyView? Latency { get; init; }
}
