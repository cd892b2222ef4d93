// The telemetry section.
using System.Collections.Immutable;

namespace Weir.Configuration.Process;

/// <summary>What goes to an OpenTelemetry collector, and where it is.</summary>
public sealed record TelemetryConfig
{
    /// <summary>Base address of an OTLP receiver, http or https, without a slash at its end; null: nothing is exported.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Share of the requests whose caller has not decided that are traced, 0 to 1; 0: tracing is off.</summary>
    public double Traces { get; init; } = Defaults.TraceShare;

    /// <summary>How often metrics are sent; 0: never.</summary>
    public long MetricsMs { get; init; } = Defaults.TelemetryMetricsMs;

    /// <summary>What the collector calls this service.</summary>
    public string ServiceName { get; init; } = Defaults.ServiceName;

    /// <summary>Sent with every export, in the order of the file. The values are secrets.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>By value, lists included.</summary>
    public bool Equals(TelemetryConfig? other) => TelemetryKeys.All.AreEqual(this, other);

    public override int GetHashCode() =>
        HashCode.Combine(Endpoint, Traces, MetricsMs, ServiceName, Headers.Length);
}
