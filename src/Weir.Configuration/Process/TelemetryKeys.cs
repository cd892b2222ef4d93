// Keys of telemetry.

using System.Collections.Immutable;
using Weir.Configuration.Keys;
using Weir.Configuration.Types;

namespace Weir.Configuration.Process;

/// <summary>Keys of telemetry.</summary>
internal static class TelemetryKeys
{
    public static readonly KeyTable<TelemetryConfig> All = new("telemetry", new TelemetryConfig())
    {
        Check = TelemetryReader.Check,
    };

    public static readonly Key<TelemetryConfig, string?> OtlpEndpoint = All.Add(
        "otlpEndpoint",
        KeyTypes.WrittenAs<string?>(
            TelemetryReader.ParseEndpoint,
            static endpoint => endpoint ?? KeyTypes.Off
        ),
        t => t.Endpoint,
        (t, v) => t with { Endpoint = v },
        "Base address of an OpenTelemetry collector that takes OTLP over http, such as http://127.0.0.1:4318; off exports nothing."
    );

    public static readonly Key<TelemetryConfig, double> Traces = All.Add(
        "traces",
        KeyTypes.Share,
        t => t.Traces,
        (t, v) => t with { Traces = v },
        "Share of the requests that are traced, 0 to 1, where no traceparent has decided already; 0 switches tracing off."
    );

    public static readonly Key<TelemetryConfig, long> Metrics = All.Add(
        "metrics",
        KeyTypes.DurationOrZero,
        t => t.MetricsMs,
        (t, v) => t with { MetricsMs = v },
        "How often metrics are sent; 0: never."
    );

    public static readonly Key<TelemetryConfig, string> ServiceName = All.Add(
        "serviceName",
        KeyTypes.TextWith(TelemetryReader.CheckServiceName),
        t => t.ServiceName,
        (t, v) => t with { ServiceName = v },
        "What the collector calls this service."
    );

    public static readonly Key<
        TelemetryConfig,
        ImmutableArray<KeyValuePair<string, string>>
    > Headers = All.Add(
        "headers",
        KeyTypes.SecretsByName(TelemetryReader.CheckHeader),
        t => t.Headers,
        (t, v) => t with { Headers = v },
        "Header fields for every export, such as authorization; their values are never shown."
    );
}
