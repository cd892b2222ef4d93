// The last hour as the API tells it: one list a figure, all of the same length.
namespace Weir.Admin.Views.Live;

/// <summary>Averages over <see cref="IntervalSeconds"/> each, oldest first; <see cref="Time"/> is in Unix seconds.</summary>
public sealed record HistoryView
{
    public required int IntervalSeconds { get; init; }

    public required double[] Time { get; init; }

    public required double[] Requests { get; init; }

    /// <summary>Responses with a 4xx status.</summary>
    public required double[] ClientErrors { get; init; }

    /// <summary>Responses with a 5xx status.</summary>
    public required double[] ServerErrors { get; init; }

    public required double[] Failures { get; init; }

    public required double[] ActiveConnections { get; init; }

    public required double[] BytesIn { get; init; }

    public required double[] BytesOut { get; init; }

    /// <summary>Milliseconds; null where no request ended.</summary>
    public required double?[] P50 { get; init; }

    public required double?[] P90 { get; init; }

    public required double?[] P99 { get; init; }

    public required int BackendIntervalSeconds { get; init; }

    /// <summary>The backends of now, in the order of the config.</summary>
    public required BackendHistoryView[] Backends { get; init; }

    /// <summary>The last reloads, oldest first.</summary>
    public required ReloadMarkView[] Reloads { get; init; }

    /// <summary>The last changes of backends, newest first.</summary>
    public required BackendEventView[] Changes { get; init; }

    /// <summary>What operators did last, newest first.</summary>
    public required OperatorEventView[] OperatorActs { get; init; }
}
