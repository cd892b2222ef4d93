// The configuration and the backends of a running Weir, from its admin API.
using Weir.Commands.Instance;
using Weir.Configuration;
using Weir.Proxy.Backends;
using Weir.Proxy.Explain;

namespace Weir.Commands.Explain;

/// <param name="Config">In force.</param>
/// <param name="Conditions">Of its backends.</param>
internal sealed record LiveConditions(WeirConfig Config, BackendCondition[] Conditions)
{
    /// <summary>Null after the problem was told.</summary>
    public static LiveConditions? Ask(AdminClient client)
    {
        if (
            client.Send(HttpMethod.Get, "api/v1/config") is not { } written
            || client.Send(HttpMethod.Get, "api/v1/clusters") is not { } body
            || client.ParseOrTell(body, CommandJson.Default.ClusterViewArray) is not { } clusters
        )
        {
            return null;
        }

        ConfigReadResult read = ConfigReader.Read(
            written,
            "api/v1/config",
            new ConfigReadOptions()
        );
        if (read.Config is not { } config)
        {
            client.Error.WriteLine(
                "weir: the running Weir is of another version: " + read.Problems[0]
            );
            return null;
        }

        return new LiveConditions(
            config,
            [
                .. from cluster in clusters
                from backend in cluster.Backends
                select new BackendCondition(
                    cluster.Name,
                    backend.Address,
                    HealthOf(backend.Health),
                    AdminOf(backend.State),
                    backend.Weight,
                    backend.InUse,
                    backend.LastCheckOutcome
                ),
            ]
        );
    }

    private static HealthStatus HealthOf(string word) =>
        word switch
        {
            "healthy" => HealthStatus.Healthy,
            "unhealthy" => HealthStatus.Unhealthy,
            _ => HealthStatus.Unknown,
        };

    private static AdminState AdminOf(string word) =>
        word switch
        {
            "drain" => AdminState.Drain,
            "maint" => AdminState.Maint,
            _ => AdminState.Ready,
        };
}
