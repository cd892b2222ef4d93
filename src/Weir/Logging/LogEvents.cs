// Writes what the data plane tells into the logs, under the names and fields that the log is known by, and hands traces to the exporter.
using System.Text.Json;
using Weir.Admin.Failures;
using Weir.Configuration;
using Weir.Configuration.Process;
using Weir.Proxy.Events;
using Weir.Proxy.Primitives;
using Weir.Telemetry;

namespace Weir.Logging;

/// <summary>The product's event sink. Shared by all threads.</summary>
internal sealed class LogEvents(Logger logger) : EventSink
{
    private volatile AccessLog? _accessLog;
    private volatile Exporter? _exporter;

    /// <summary>Where failures go.</summary>
    public FlightRecorder Failures { get; } = new();

    /// <summary>Where access records go; null: nowhere. A reload may change it while requests run.</summary>
    public AccessLog? AccessLog
    {
        get => _accessLog;
        set => _accessLog = value;
    }

    /// <summary>Where traced requests go; null: nowhere. A reload may change it while requests run.</summary>
    public Exporter? Exporter
    {
        get => _exporter;
        set => _exporter = value;
    }

    public override bool DebugEnabled => logger.IsEnabled(LogLevel.Debug);

    public override bool AccessLogEnabled => _accessLog is not null;

    public override TraceSampler? Tracing => _exporter?.Tracing;

    public override void ConnectionOpened(
        long connectionId,
        string listener,
        in SocketEndpoint client,
        string? backend
    ) =>
        logger.Write(
            LogLevel.Debug,
            LogNames.ConnectionOpen,
            (connectionId, listener, client, backend),
            static (writer, e) =>
            {
                writer.WriteNumber("connectionId"u8, e.connectionId);
                writer.WriteString("listener"u8, e.listener);
                writer.WriteString("client"u8, e.client.ToString());
                writer.WriteString("backend"u8, e.backend);
            }
        );

    public override void ConnectionClosed(
        long connectionId,
        string listener,
        in SocketEndpoint client,
        string? backend,
        long bytesIn,
        long bytesOut,
        long durationUs,
        string reason
    ) =>
        logger.Write(
            LogLevel.Debug,
            LogNames.ConnectionClose,
            (connectionId, listener, client, backend, bytesIn, bytesOut, durationUs, reason),
            static (writer, e) =>
            {
                writer.WriteNumber("connectionId"u8, e.connectionId);
                writer.WriteString("listener"u8, e.listener);
                writer.WriteString("client"u8, e.client.ToString());
                writer.WriteString("backend"u8, e.backend);
                writer.WriteNumber("bytesIn"u8, e.bytesIn);
                writer.WriteNumber("bytesOut"u8, e.bytesOut);
                writer.WriteNumber("durationMs"u8, e.durationUs / 1000.0);
                writer.WriteString("reason"u8, e.reason);
            }
        );

    public override void BackendHealthy(string cluster, string backend, string reason) =>
        logger.Write(
            LogLevel.Info,
            LogNames.BackendHealthy,
            (cluster, backend, reason),
            static (writer, e) =>
            {
                WriteBackend(writer, e.cluster, e.backend);
                writer.WriteString("reason"u8, e.reason);
            }
        );

    public override void BackendUnhealthy(
        string cluster,
        string backend,
        string reason,
        int failures
    ) =>
        logger.Write(
            LogLevel.Warn,
            LogNames.BackendUnhealthy,
            (cluster, backend, reason, failures),
            static (writer, e) =>
            {
                WriteBackend(writer, e.cluster, e.backend);
                writer.WriteString("reason"u8, e.reason);
                writer.WriteNumber("failures"u8, e.failures);
            }
        );

    public override void BackendDrained(string cluster, string backend) =>
        logger.Write(
            LogLevel.Info,
            LogNames.BackendDrained,
            (cluster, backend),
            static (writer, e) => WriteBackend(writer, e.cluster, e.backend)
        );

    public override void BackendWarmPaused(
        string cluster,
        string backend,
        int losses,
        bool speaksFirst
    ) =>
        logger.Write(
            LogLevel.Warn,
            LogNames.BackendWarmPaused,
            (cluster, backend, losses, speaksFirst),
            static (writer, e) =>
            {
                WriteBackend(writer, e.cluster, e.backend);
                writer.WriteString(
                    "reason"u8,
                    e.speaksFirst
                        ? "it speaks first and closes connections on which no client came"
                        : "it closes connections on which no client came"
                );
                writer.WriteNumber("losses"u8, e.losses);
                writer.WriteNumber("pauseSeconds"u8, Limits.WarmPauseMs / 1000);
            }
        );

    public override void Retry(
        string cluster,
        string from,
        string? to,
        string reason,
        long connectionId
    ) =>
        logger.Write(
            LogLevel.Debug,
            LogNames.Retry,
            (cluster, from, to, reason, connectionId),
            static (writer, e) =>
            {
                writer.WriteNumber("connectionId"u8, e.connectionId);
                writer.WriteString("cluster"u8, e.cluster);
                writer.WriteString("from"u8, e.from);
                writer.WriteString("to"u8, e.to);
                writer.WriteString("reason"u8, e.reason);
            }
        );

    public override void Access(in AccessRecord record) => _accessLog?.Write(in record);

    public override void Traced(in AccessRecord record, RequestTrace trace) =>
        _exporter?.Take(in record, trace);

    public override void Failed(FailureRecord record) => Failures.Add(record);

    public override void Error(string source, string message) => logger.Error(source, message);

    private static void WriteBackend(Utf8JsonWriter writer, string cluster, string backend)
    {
        writer.WriteString("cluster"u8, cluster);
        writer.WriteString("backend"u8, backend);
    }
}
