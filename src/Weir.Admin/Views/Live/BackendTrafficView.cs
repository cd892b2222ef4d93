// What the dashboard shows of a backend at this moment.
using Weir.Admin.Traffic;
using Weir.Proxy.Backends;

namespace Weir.Admin.Views.Live;

/// <summary>A backend as in the list of clusters, and its rates per second.</summary>
public sealed record BackendTrafficView : BackendView
{
    private BackendTrafficView(BackendView backend)
        : base(backend) { }

    public required string Cluster { get; init; }

    /// <summary>What last turned its health, a check or live traffic; null before the first turn.</summary>
    public required string? HealthReason { get; init; }

    /// <summary>Failed checks and connects in a row.</summary>
    public required int FailuresInRow { get; init; }

    /// <summary>How many make it unhealthy.</summary>
    public required int FailureThreshold { get; init; }

    /// <summary>0 for no limit.</summary>
    public required int MaxConnections { get; init; }

    public required int PoolSize { get; init; }

    /// <summary>Requests, or tcp sessions, given to it.</summary>
    public required double Rate { get; init; }

    /// <summary>Responses with a 5xx status, and connects that failed.</summary>
    public required double Errors { get; init; }

    /// <summary>Responses with a 5xx status.</summary>
    public required double ServerErrors { get; init; }

    /// <summary>Share of those that needed no connect, since the start; null before the first.</summary>
    public required double? Reuse { get; init; }

    public required double Connects { get; init; }

    /// <summary><c>failing</c> or <c>slow</c> where live traffic shows it, whatever the checks say; else null.</summary>
    public required string? Trouble { get; init; }

    /// <summary>Average milliseconds from sending a request to the head of its response; null where none came.</summary>
    public required double? WaitMs { get; init; }

    internal static BackendTrafficView Of(
        BackendState backend,
        string? healthReason,
        BackendRates rates,
        RecentAnswers? recent,
        string? trouble
    ) =>
        new(BackendView.Of(backend, recent))
        {
            Cluster = backend.Cluster.Name,
            HealthReason = healthReason,
            FailuresInRow = backend.Health.Failures,
            FailureThreshold = backend.Cluster.Config.BackendFailureThreshold,
            MaxConnections = backend.Cluster.Config.MaxConnections,
            PoolSize = backend.Cluster.Config.ConnectionPoolSize,
            Rate = Round(rates.Rate),
            Errors = Round(rates.Errors),
            ServerErrors = Round(rates.ServerErrors),
            Trouble = trouble,
            Reuse = rates.Reuse is { } reuse ? double.Round(reuse, 4) : null,
            Connects = Round(rates.Connects),
            WaitMs = rates.WaitMs is { } wait ? Round(wait) : null,
        };

    private static double Round(double value) => double.Round(value, 3);
}
