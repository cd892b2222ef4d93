// Keys of telemetry.

using Weir.Configuration.Keys;

namespace Weir.Configuration.Process;

/// <summary>Keys of telemetry.</summary>
internal static class TelemetryKeys
{
    public static readonly TextKey OtlpEndpoint = new(
        "otlpEndpoint",
        Off,
        "Base address of an OpenTelemetry collector that takes OTLP over http, such as http://127.0.0.1:4318; off exports nothing."
    );

    public static readonly ShareKey Traces = new(
        "traces",
        Defaults.TraceShare,
        "Share of the requests that are traced, 0 to 1, where no traceparent has decided already; 0 switches tracing off."
    );

    public static readonly DurationKey Metrics = new(
        "metrics",
        Defaults.TelemetryMetricsMs,
        true,
        "How often metrics are sent; 0: never."
    );

    public static readonly TextKey ServiceName = new(
        "serviceName",
        Defaults.ServiceName,
        "What the collector calls this service."
    );

    public static readonly TextMapKey Headers = new(
        "headers",
        "Header fields for every export, such as authorization; their values are never shown."
    );

    /// <summary>The endpoint that means no export at all.</summary>
    public const string Off = "off";

    public static readonly SectionKeys All = new(
        "telemetry",
        [OtlpEndpoint, Traces, Metrics, ServiceName, Headers]
    );
}
