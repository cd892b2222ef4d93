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
        AddressReader address = AddressReader.Read(section, AddressKeys.Listener);
        ProxyMode mode = section.Choice(ListenerKeys.Mode, ProxyMode.Tcp);
        ImmutableArray<RouteConfig> routes = RouteReader.ReadAll(context, section);
        if (mode == ProxyMode.Tcp)
            CheckTcp(section);
        ListenerConfig config = new()
        {
            Name = name,
            Address = address.Address ?? AddressReader.Placeholder,
            Backlog = section.Integer(ListenerKeys.Backlog, Defaults.Backlog),
            Mode = mode,
            Routes = routes,
            Cluster = ReadCluster(context, section, impliedCluster),
            ClientHeaderTimeoutMs = section.Duration(
                ListenerKeys.ClientHeaderTimeout,
                Defaults.ClientHeaderTimeoutMs
            ),
            MaxHeaderBytes = section.Integer(ListenerKeys.MaxHeaderBytes, Defaults.MaxHeaderBytes),
            MaxBodyBytes = section.Long(ListenerKeys.MaxBodyBytes, 0),
            MaxConnections = section.Integer(ListenerKeys.MaxConnections, 0),
            MaxConnectionsPerClient = section.Integer(ListenerKeys.MaxConnectionsPerClient, 0),
            MinDataRate = section.Integer(ListenerKeys.MinDataRate, Defaults.MinDataRate),
            HalfClose = section.Boolean(ListenerKeys.HalfClose, false),
            TcpDeferAccept = section.Boolean(ListenerKeys.TcpDeferAccept, false),
            TrustedProxies = ReadNetworks(section),
        };
        return new ListenerReader(config, address);
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

    private static void CheckTcp(SectionReader section)
    {
        if (section.Member(ListenerKeys.Routes) is { } routes)
            section.Problems.Error(
                routes,
                "routes-in-tcp",
                "a tcp listener sees no requests to route; use \"cluster\", or \"mode\": \"http\""
            );
        foreach (ConfigKey key in ListenerKeys.HttpOnly)
        {
            if (section.Member(key) is { } member)
                section.Problems.Warning(
                    member,
                    "unused-key",
                    $"\"{key.Name}\" has no effect in tcp mode"
                );
        }
    }

    private static ImmutableArray<IPNetwork> ReadNetworks(SectionReader section)
    {
        ImmutableArray<IPNetwork>.Builder networks = ImmutableArray.CreateBuilder<IPNetwork>();
        foreach (ConfigNode node in section.TextNodes(ListenerKeys.TrustedProxies))
        {
            NetworkText parsed = NetworkText.Parse(node.Text);
            if (parsed.Network is { } network)
                networks.Add(network);
            else
                section.Problems.Error(node, "bad-network", parsed.Error ?? "", parsed.Suggestion);
        }
        return networks.ToImmutable();
    }
}
