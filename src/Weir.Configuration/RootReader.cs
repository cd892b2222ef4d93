// Reads the whole file, section by section.

using Weir.Configuration.Clusters;
using Weir.Configuration.Keys;
using Weir.Configuration.Listeners;
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
        foreach (Alternative forms in RootKeys.Forms)
            CheckForms(root, forms.One, forms.Other[0]);
        _ = RootKeys.Schema.Read(root, "");

        SectionReader loadBalancer = root.Section(RootKeys.LoadBalancer, LoadBalancerKeys.All);
        ClusterConfig defaults = ClusterReader.ReadDefaults(loadBalancer);
        context.KnownClusters = ClustersReader.NamesOf(root);
        WeirConfig config = new()
        {
            Listeners = new ListenersReader(context).Read(root),
            Clusters = ClustersReader.Read(context, root, defaults),
            LoadBalancer = LoadBalancerKeys.OfProcess.Read(
                loadBalancer,
                new LoadBalancerConfig
                {
                    ConnectionIdleTimeoutMs = defaults.ConnectionIdleTimeoutMs,
                }
            ),
        };
        config = RootKeys.All.Read(root, config);
        ClustersReader.WarnOfUnused(context, root);
        ForwardingLoops.Check(context, config);
        return config;
    }

    public static void CheckInstance(ConfigNode node, ProblemList problems)
    {
        if (!NameText.IsToken(node.Text))
            problems.Error(
                node,
                "bad-name",
                $"\"instance\" has 1 to {Limits.MaxNameChars} letters, digits and characters of a token (RFC 9110, section 5.6.2), found "
                    + node.Describe()
            );
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
