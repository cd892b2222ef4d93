// Reads one listener, in the short or the long form.

using System.Collections.Immutable;
using System.Net;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration.Listeners;

/// <summary>A listener, and the value to point at when its address is taken.</summary>
/// <param name="Config">With a placeholder where the address is wrong.</param>
/// <param name="Address">Null address when it is wrong.</param>
internal readonly record struct ListenerReader(ListenerConfig Config, AddressReader Address)
{
    /// <param name="context">The reading.</param>
    /// <param name="section">With the keys of <c>listen</c> or of an entry of <c>listeners</c>.</param>
    /// <param name="name">Its name, checked by the caller.</param>
    /// <param name="impliedCluster">The cluster of a listener that names none; null when it must name one.</param>
    public static ListenerReader Read(
        ReadContext context,
        SectionReader section,
        string name,
        string? impliedCluster
    )
    {
        AddressReader address = AddressReader.Read(section, ListenerKeys.Place);
        ListenerConfig config = ListenerKeys.All.Read(
            section,
            ListenerKeys.All.Initial with
            {
                Name = name,
                Address = address.Address ?? AddressReader.Placeholder,
            }
        );
        ImmutableArray<RouteConfig> routes = RouteReader.ReadAll(context, section);
        if (config.Mode == ProxyMode.Tcp)
            CheckTcp(section, config);
        config = config with
        {
            Routes = routes,
            Cluster = ReadCluster(context, section, impliedCluster),
        };
        return new ListenerReader(config, address);
    }

    /// <summary>One network of <c>trustedProxies</c>.</summary>
    public static void AddNetwork(
        ConfigNode node,
        ProblemList problems,
        ImmutableArray<IPNetwork>.Builder networks
    )
    {
        NetworkText parsed = NetworkText.Parse(node.Text);
        if (parsed.Network is { } network)
            networks.Add(network);
        else
            problems.Error(node, "bad-network", parsed.Error ?? "", parsed.Suggestion);
    }

    private static string? ReadCluster(
        ReadContext context,
        SectionReader section,
        string? impliedCluster
    )
    {
        if (section.TextNode(ListenerKeys.Cluster) is { } node)
        {
            context.UseCluster(node);
            return node.Text;
        }
        bool hasRoutes =
            section.Member(ListenerKeys.Routes)?.Value
            is not (null or { Kind: NodeKind.Array, Items.Count: 0 });
        if (section.Has(ListenerKeys.Cluster) || hasRoutes)
            return null;
        if (impliedCluster is null)
            section.Missing(
                ListenerKeys.Cluster,
                "a listener needs \"cluster\", or \"routes\" in http mode"
            );
        else
            context.UsedClusters.Add(impliedCluster);
        return impliedCluster;
    }

    private static void CheckTcp(SectionReader section, ListenerConfig listener)
    {
        foreach (ConfigMember member in ListenerKeys.All.WithoutEffect(section, listener))
        {
            if (string.Equals(member.Name, ListenerKeys.Routes.Name, StringComparison.Ordinal))
                section.Problems.Error(
                    member,
                    "routes-in-tcp",
                    "a tcp listener sees no requests to route; use \"cluster\", or \"mode\": \"http\""
                );
            else
                section.Problems.Warning(
                    member,
                    "unused-key",
                    $"\"{member.Name}\" has no effect in tcp mode"
                );
        }
    }
}
