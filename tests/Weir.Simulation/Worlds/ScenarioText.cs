// A scenario in words, for the report of a failure.
using System.Globalization;
using System.Text;
using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;

namespace Weir.Simulation.Worlds;

/// <summary>One line for each part.</summary>
internal static class ScenarioText
{
    public static string Of(Scenario scenario)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) =>
            text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
        Line(
            $"seed {scenario.Seed}{(scenario.IsSound ? ", sound" : "")}: {scenario.Workers} workers, {scenario.Blocks} blocks, {scenario.Descriptors} descriptors, drain at {scenario.DrainAtUs} for {scenario.DrainUs}, lag at {scenario.LagAtUs} for {scenario.LagForUs}, traces {scenario.TraceShare}{(scenario.AlwaysContinues ? ", always continues" : "")}"
        );
        Line($"  front {scenario.Front}");
        Line($"  back  {scenario.Back}");
        foreach (ListenerConfig listener in scenario.Listeners)
        {
            Line(
                $"  listener {listener.Address} {listener.Mode} to {listener.Cluster}{string.Concat(listener.Routes.Select(r => $", {r.Host} to {r.Cluster}"))}, at most {listener.MaxConnections}, of one address {listener.MaxConnectionsPerClient}"
            );
        }

        foreach (ClusterPlan cluster in scenario.Clusters)
        {
            ClusterConfig c = cluster.Config;
            Line(
                $"  cluster {c.Name} {cluster.Mode} {string.Join(' ', c.Backends.Select(b => b.Address))}{(cluster.NamedBackends > 0 ? $" and {cluster.NamedBackends} to be named" : "")}{(cluster.Lies ? " lies" : "")}{(cluster.Greets ? " greets" : "")}{(cluster.Ends ? " ends" : "")}"
            );
            Line(
                $"    {c.Algorithm}, pool {c.ConnectionPoolSize} {c.TcpPooling}, {c.WhenAllUnhealthy}, retries {c.Retries}, at most {c.MaxConnections}, queue {c.MaxQueue} for {c.QueueTimeoutMs}, {c.HealthCheck.Type} check each {c.BackendCheckIntervalMs}, {c.BackendFailureThreshold} failures, connect {c.BackendConnectTimeoutMs}, response {c.ResponseTimeoutMs}, idle {c.ConnectionIdleTimeoutMs}"
            );
        }

        foreach (ClientPlan client in scenario.Clients)
        {
            Line($"  {client}");
        }

        foreach (Happening happening in scenario.Happenings)
        {
            Line($"  {happening}");
        }

        return text.ToString();
    }
}
