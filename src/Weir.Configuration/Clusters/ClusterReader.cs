// Reads clusters, and the defaults for them in loadBalancer.

using Weir.Configuration.Keys;
using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration.Clusters;

/// <summary>A cluster over defaults: its own value, else the one in loadBalancer, else the built-in one.</summary>
internal static class ClusterReader
{
    /// <summary>The cluster keys in loadBalancer, as a cluster without name and backends.</summary>
    public static ClusterConfig ReadDefaults(SectionReader loadBalancer) =>
        ClusterKeys.All.Read(
            loadBalancer,
            ClusterKeys.All.Initial with
            {
                HealthCheck = new HealthCheckConfig
                {
                    TimeoutMs = HealthCheckReader.InheritTimeout,
                },
            }
        );

    /// <summary>One entry of <c>clusters</c>.</summary>
    public static ClusterConfig Read(
        ReadContext context,
        ConfigMember member,
        ClusterConfig defaults
    )
    {
        if (!NameText.IsValid(member.Name))
            context.Problems.Error(
                member,
                "bad-name",
                $"a name has 1 to {Limits.MaxNameChars} letters, digits and \"-\", \"_\", \".\", \":\", found "
                    + $"\"{ShownText.Quote(member.Name)}\""
            );
        SectionReader section = new(context, member.Value, ClusterKeys.All);
        if (!section.Has(ClusterKeys.Backends))
            section.Missing(
                ClusterKeys.Backends,
                "such as \"backends\": [ { \"address\": \"127.0.0.1:9100\" } ]"
            );
        ClusterConfig cluster = ClusterKeys.All.Read(section, defaults) with
        {
            Name = member.Name,
            Backends = BackendsReader.Read(context, section, ClusterKeys.Backends),
        };
        return Finish(cluster);
    }

    /// <summary>The one cluster of the short form.</summary>
    public static ClusterConfig ReadShort(
        ReadContext context,
        SectionReader root,
        ClusterConfig defaults
    ) =>
        Finish(
            defaults with
            {
                Name = Defaults.ShortFormName,
                Backends = BackendsReader.Read(context, root, RootKeys.Backends),
            }
        );

    /// <summary>Warns of values that hurt each other, in a cluster or among the defaults for all.</summary>
    public static ClusterConfig Check(SectionReader section, ClusterConfig cluster)
    {
        WarnOfSlowCheck(section, cluster);
        WarnOfHighTarget(section, cluster);
        return cluster;
    }

    private static ClusterConfig Finish(ClusterConfig cluster) =>
        cluster.HealthCheck.TimeoutMs != HealthCheckReader.InheritTimeout
            ? cluster
            : cluster with
            {
                HealthCheck = cluster.HealthCheck with
                {
                    TimeoutMs = cluster.BackendConnectTimeoutMs,
                },
            };

    private static void WarnOfHighTarget(SectionReader section, ClusterConfig cluster)
    {
        if (
            cluster.MaxConnections > 0
            && cluster.TargetConcurrency > cluster.MaxConnections
            && section.Member(ClusterKeys.TargetConcurrency) is { } target
        )
            section.Problems.Warning(
                target.Value,
                "high-target",
                $"\"targetConcurrency\" {cluster.TargetConcurrency} is never reached: \"maxConnections\" is {cluster.MaxConnections}"
            );
    }

    private static void WarnOfSlowCheck(SectionReader section, ClusterConfig cluster)
    {
        // The timeout that comes with the connect timeout is nobody's mistake, so only a written one counts.
        ConfigNode? timeout = section
            .Member(ClusterKeys.HealthCheck)
            ?.Value.Find(HealthCheckKeys.Timeout.Name)
            ?.Value;
        if (
            timeout is null
            || cluster.HealthCheck.Type == HealthCheckType.None
            || cluster.HealthCheck.TimeoutMs <= cluster.BackendCheckIntervalMs
        )
            return;
        section.Problems.Warning(
            timeout,
            "slow-check",
            $"a check may take {DurationText.Describe(cluster.HealthCheck.TimeoutMs)}, longer than the "
                + $"{DurationText.Describe(cluster.BackendCheckIntervalMs)} of \"backendCheckInterval\""
        );
    }
}
