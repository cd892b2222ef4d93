// Reads the whole file, section by section.

using Weir.Configuration.Clusters;
using Weir.Configuration.Keys;
using Weir.Configuration.Listeners;
using Weir.Configuration.Process;
using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration;

/// <summary>From the root of the tree to the configuration.</summary>
internal static class RootReader
{
    /// <summary>The configuration has gaps when there are errors; it is thrown away then.</summary>
    public static WeirConfig Read(ReadContext context, ConfigNode node)
    {
        SectionReader root = new(context, node, RootKeys.All);
        CheckForms(root, RootKeys.Listen, RootKeys.Listeners);
        CheckForms(root, RootKeys.Backends, RootKeys.Clusters);
        _ = root.TextNode(RootKeys.Schema);

        SectionReader loadBalancer = root.Section(RootKeys.LoadBalancer);
        ClusterConfig defaults = ClusterReader.ReadDefaults(loadBalancer);
        context.KnownClusters = ClustersReader.NamesOf(root);
        ListenersReader listeners = new(context);
        SectionReader reactor = root.Section(RootKeys.Reactor);
        SectionReader shutdown = root.Section(RootKeys.Shutdown);
        WeirConfig config = new()
        {
            Instance = ReadInstance(root),
            Listeners = listeners.Read(root),
            Clusters = ClustersReader.Read(context, root, defaults),
            LoadBalancer = new LoadBalancerConfig
            {
                ConnectionIdleTimeoutMs = defaults.ConnectionIdleTimeoutMs,
                MetricsIntervalMs = loadBalancer.Duration(
                    LoadBalancerKeys.MetricsInterval,
                    Defaults.MetricsIntervalMs
                ),
            },
            Logging = LoggingReader.Read(root.Section(RootKeys.Logging)),
            Reactor = new ReactorConfig
            {
                Threads = reactor.Integer(ReactorKeys.Threads, 0),
                Engine = reactor.Choice(ReactorKeys.Engine, EngineChoice.Auto),
                MaxLagMs = reactor.Duration(ReactorKeys.MaxLag, Defaults.MaxLagMs),
            },
            Shutdown = new ShutdownConfig
            {
                DrainMs = shutdown.Duration(ShutdownKeys.DrainSeconds, Defaults.DrainMs),
            },
            Admin = AdminReader.Read(root.Section(RootKeys.Admin), listeners),
            Scaling = ScalingReader.Read(root.Section(RootKeys.Scaling), listeners),
            AccessLog = LoggingReader.ReadAccessLog(root.Section(RootKeys.AccessLog)),
            Telemetry = TelemetryReader.Read(root.Section(RootKeys.Telemetry)),
        };
        ClustersReader.WarnOfUnused(context, root);
        ForwardingLoops.Check(context, config);
        return config;
    }

    private static string? ReadInstance(SectionReader root)
    {
        if (root.TextNode(RootKeys.Instance) is not { } node)
            return null;
        if (!NameText.IsToken(node.Text))
            root.Problems.Error(
                node,
                "bad-name",
                $"\"instance\" has 1 to {Limits.MaxNameChars} letters, digits and characters of a token (RFC 9110, section 5.6.2), found "
                    + node.Describe()
            );
        return node.Text;
    }

    private static void CheckForms(SectionReader root, ConfigKey shortForm, ConfigKey longForm)
    {
        if (root.Member(shortForm) is not { } one || root.Member(longForm) is not { } other)
            return;
        root.Problems.Error(
            other.KeyPosition.IsAfter(one.KeyPosition) ? other : one,
            "both-forms",
            $"\"{shortForm.Name}\" and \"{longForm.Name}\" are two forms of one thing; keep one of them"
        );
    }
}
