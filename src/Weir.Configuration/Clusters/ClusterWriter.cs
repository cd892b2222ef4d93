// Writes one cluster.

using System.Text.Json;
using Weir.Configuration.Values;

namespace Weir.Configuration.Clusters;

/// <summary>The members of an entry of <c>clusters</c>; its name is the key.</summary>
internal static class ClusterWriter
{
    public static void WriteMembers(Utf8JsonWriter json, ClusterConfig cluster)
    {
        ConfigWriter.WriteChoice(json, ClusterKeys.Algorithm, cluster.Algorithm);
        json.WriteStartArray(ClusterKeys.Backends.Name);
        foreach (BackendConfig backend in cluster.Backends)
        {
            json.WriteStartObject();
            ConfigWriter.WriteText(json, BackendKeys.Address, backend.Address.Text);
            json.WriteNumber(BackendKeys.Weight.Name, backend.Weight);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteHealthCheck(json, cluster.HealthCheck);
        json.WriteNumber(ClusterKeys.ConnectionPoolSize.Name, cluster.ConnectionPoolSize);
        ConfigWriter.WriteDuration(
            json,
            ClusterKeys.BackendCheckInterval,
            cluster.BackendCheckIntervalMs
        );
        json.WriteNumber(ClusterKeys.BackendFailureThreshold.Name, cluster.BackendFailureThreshold);
        json.WriteNumber(ClusterKeys.SuccessThreshold.Name, cluster.SuccessThreshold);
        ConfigWriter.WriteDuration(
            json,
            ClusterKeys.ConnectionIdleTimeout,
            cluster.ConnectionIdleTimeoutMs
        );
        ConfigWriter.WriteDuration(
            json,
            ClusterKeys.BackendConnectTimeout,
            cluster.BackendConnectTimeoutMs
        );
        ConfigWriter.WriteChoice(json, ClusterKeys.WhenAllUnhealthy, cluster.WhenAllUnhealthy);
        json.WriteNumber(ClusterKeys.Retries.Name, cluster.Retries);
        ConfigWriter.WriteDuration(json, ClusterKeys.ResponseTimeout, cluster.ResponseTimeoutMs);
        json.WriteNumber(ClusterKeys.MaxConnections.Name, cluster.MaxConnections);
        json.WriteNumber(ClusterKeys.TargetConcurrency.Name, cluster.TargetConcurrency);
        ConfigWriter.WriteDuration(json, ClusterKeys.QueueTimeout, cluster.QueueTimeoutMs);
        json.WriteNumber(ClusterKeys.MaxQueue.Name, cluster.MaxQueue);
        ConfigWriter.WriteChoice(json, ClusterKeys.TcpPooling, cluster.TcpPooling);
        ConfigWriter.WriteDuration(json, ClusterKeys.ReuseQuietTime, cluster.ReuseQuietTimeMs);
        json.WriteBoolean(ClusterKeys.TcpFastOpen.Name, cluster.TcpFastOpen);
    }

    private static void WriteHealthCheck(Utf8JsonWriter json, HealthCheckConfig check)
    {
        json.WriteStartObject(ClusterKeys.HealthCheck.Name);
        ConfigWriter.WriteChoice(json, HealthCheckKeys.Type, check.Type);
        ConfigWriter.WriteDuration(json, HealthCheckKeys.Timeout, check.TimeoutMs);
        // The rest has no effect on another check, and the reader says so to whoever sets it there.
        if (check.Type == HealthCheckType.Http)
            WriteHttpCheck(json, check);
        json.WriteEndObject();
    }

    private static void WriteHttpCheck(Utf8JsonWriter json, HealthCheckConfig check)
    {
        ConfigWriter.WriteText(json, HealthCheckKeys.Path, check.Path);
        ConfigWriter.WriteText(json, HealthCheckKeys.Expect, StatusRangesText.Format(check.Expect));
        if (check.Host is { } host)
            ConfigWriter.WriteText(json, HealthCheckKeys.Host, host);
    }
}
