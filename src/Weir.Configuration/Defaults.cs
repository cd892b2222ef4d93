// The default of every key that is a number or a text, in one place: the records start with it, and keys, schema and documentation
// take it from the records.

namespace Weir.Configuration;

/// <summary>Built-in defaults of the configuration. Durations are in milliseconds.</summary>
public static class Defaults
{
    /// <summary>The name that the listener and the cluster get in the short form.</summary>
    public const string ShortFormName = "default";

    /// <summary>The listener on [::1] where a port alone was asked for.</summary>
    public const string SecondListenerName = "default-v6";

    /// <summary>A listener in the short form that names no host is reachable from this machine only.</summary>
    public const string ListenHost = "127.0.0.1";

    public const int Backlog = 4096;
    public const long ClientHeaderTimeoutMs = 10_000;
    public const int MaxHeaderBytes = 16_384;

    /// <summary>Bytes a second: a tenth of a 9600 baud modem's, so that only those who mean to be slow are.</summary>
    public const int MinDataRate = 100;

    public const int BackendWeight = 1;
    public const int ConnectionPoolSize = 10;
    public const long BackendCheckIntervalMs = 5_000;
    public const int BackendFailureThreshold = 3;
    public const int SuccessThreshold = 1;
    public const long ConnectionIdleTimeoutMs = 60_000;
    public const long BackendConnectTimeoutMs = 5_000;
    public const int Retries = 1;
    public const long ResponseTimeoutMs = 60_000;
    public const long QueueTimeoutMs = 5_000;
    public const int MaxQueue = 1024;
    public const long ReuseQuietTimeMs = 100;
    public const string HealthCheckPath = "/";

    public const long MetricsIntervalMs = 10_000;
    public const long ScalingWindowMs = 60_000;
    public const long MaxLagMs = 1_000;
    public const long DrainMs = 10_000;
    public const string AdminAddress = "127.0.0.1:9001";
    public const string AccessLogPath = "stdout";
    public const double TraceShare = 0.01;
    public const long TelemetryMetricsMs = 10_000;
    public const string ServiceName = "weir";
}
