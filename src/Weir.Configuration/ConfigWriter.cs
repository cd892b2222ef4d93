// Writes a configuration as it is in force: every value that has an effect resolved, in the long form, valid input again.

using System.Text.Json;
using Weir.Configuration.Clusters;
using Weir.Configuration.Keys;
using Weir.Configuration.Listeners;
using Weir.Configuration.Process;
using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration;

/// <summary>From records back to text.</summary>
public static class ConfigWriter
{
    /// <summary>Stands in the place of every secret.</summary>
    public const string Mask = "***";

    /// <summary>Indented JSON with secrets masked. Whatever it contains is text from the configuration: escape it
    /// before it goes into a page.</summary>
    public static string Write(WeirConfig config) => Write(config, Mask);

    /// <summary>With the secrets themselves, to compare two configurations or to read one again.</summary>
    internal static string WriteWithSecrets(WeirConfig config) => Write(config, mask: null);

    private static string Write(WeirConfig config, string? mask)
    {
        ArgumentNullException.ThrowIfNull(config);
        return JsonText.OfObject(json =>
        {
            if (config.Instance is { } instance)
                WriteText(json, RootKeys.Instance, instance);
            json.WriteStartArray(RootKeys.Listeners.Name);
            foreach (ListenerConfig listener in config.Listeners)
            {
                json.WriteStartObject();
                ListenerWriter.WriteMembers(json, listener);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartObject(RootKeys.Clusters.Name);
            foreach (ClusterConfig cluster in config.Clusters)
            {
                json.WriteStartObject(cluster.Name);
                ClusterWriter.WriteMembers(json, cluster);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            WriteProcess(json, config);
            WriteAdmin(json, config.Admin, mask);
            WriteTelemetry(json, config.Telemetry, mask);
        });
    }

    /// <summary>What is read again has its variables put in, so a literal "${" must be escaped.</summary>
    internal static void WriteText(Utf8JsonWriter json, ConfigKey key, string text) =>
        json.WriteString(key.Name, Substitution.Escape(text));

    internal static void WriteDuration(Utf8JsonWriter json, DurationKey key, long ms) =>
        json.WriteNumber(key.Name, DurationText.ToSeconds(ms));

    internal static void WriteChoice<T>(Utf8JsonWriter json, ChoiceKey<T> key, T value)
        where T : struct, Enum => json.WriteString(key.Name, key.Choices.NameOf(value));

    private static void WriteProcess(Utf8JsonWriter json, WeirConfig config)
    {
        json.WriteStartObject(RootKeys.LoadBalancer.Name);
        WriteDuration(
            json,
            ClusterKeys.ConnectionIdleTimeout,
            config.LoadBalancer.ConnectionIdleTimeoutMs
        );
        WriteDuration(
            json,
            LoadBalancerKeys.MetricsInterval,
            config.LoadBalancer.MetricsIntervalMs
        );
        json.WriteEndObject();

        json.WriteStartObject(RootKeys.Logging.Name);
        WriteChoice(json, LoggingKeys.Level, config.Logging.Level);
        WriteChoice(json, LoggingKeys.Mode, config.Logging.Mode);
        WriteText(json, LoggingKeys.FilePath, config.Logging.FilePath);
        WriteChoice(json, LoggingKeys.MetricsEvent, config.Logging.MetricsEvent);
        json.WriteEndObject();

        json.WriteStartObject(RootKeys.Reactor.Name);
        json.WriteNumber(ReactorKeys.Threads.Name, config.Reactor.Threads);
        WriteChoice(json, ReactorKeys.Engine, config.Reactor.Engine);
        WriteDuration(json, ReactorKeys.MaxLag, config.Reactor.MaxLagMs);
        json.WriteEndObject();

        json.WriteStartObject(RootKeys.Shutdown.Name);
        WriteDuration(json, ShutdownKeys.DrainSeconds, config.Shutdown.DrainMs);
        json.WriteEndObject();

        json.WriteStartObject(RootKeys.Scaling.Name);
        WriteText(json, ScalingKeys.Address, config.Scaling.Address?.Text ?? ScalingKeys.Off);
        WriteDuration(json, ScalingKeys.Window, config.Scaling.WindowMs);
        json.WriteEndObject();

        json.WriteStartObject(RootKeys.AccessLog.Name);
        json.WriteBoolean(AccessLogKeys.Enabled.Name, config.AccessLog.Enabled);
        WriteChoice(json, AccessLogKeys.Format, config.AccessLog.Format);
        WriteText(json, AccessLogKeys.Path, config.AccessLog.Path);
        json.WriteNumber(AccessLogKeys.Sample.Name, config.AccessLog.Sample);
        json.WriteEndObject();
    }

    private static void WriteAdmin(Utf8JsonWriter json, AdminConfig admin, string? mask)
    {
        json.WriteStartObject(RootKeys.Admin.Name);
        WriteText(json, AdminKeys.Address, admin.Address?.Text ?? AdminKeys.Off);
        json.WriteStartArray(AdminKeys.AllowedHosts.Name);
        foreach (string host in admin.AllowedHosts)
            json.WriteStringValue(Substitution.Escape(host));
        json.WriteEndArray();
        if (admin.Token is { } token)
            WriteText(json, AdminKeys.Token, mask ?? token);
        json.WriteEndObject();
    }

    private static void WriteTelemetry(Utf8JsonWriter json, TelemetryConfig telemetry, string? mask)
    {
        json.WriteStartObject(RootKeys.Telemetry.Name);
        WriteText(json, TelemetryKeys.OtlpEndpoint, telemetry.Endpoint ?? TelemetryKeys.Off);
        json.WriteNumber(TelemetryKeys.Traces.Name, telemetry.Traces);
        WriteDuration(json, TelemetryKeys.Metrics, telemetry.MetricsMs);
        WriteText(json, TelemetryKeys.ServiceName, telemetry.ServiceName);
        json.WriteStartObject(TelemetryKeys.Headers.Name);
        foreach ((string name, string value) in telemetry.Headers)
            json.WriteString(name, Substitution.Escape(mask ?? value));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
