// Reads the routes of one listener.

using System.Collections.Immutable;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration.Listeners;

/// <summary>Routes in the order of the file.</summary>
internal static class RouteReader
{
    public static ImmutableArray<RouteConfig> ReadAll(ReadContext context, SectionReader listener)
    {
        ImmutableArray<RouteConfig>.Builder routes = ImmutableArray.CreateBuilder<RouteConfig>();
        RouteCoverage coverage = new();
        foreach (ConfigNode node in listener.Items(ListenerKeys.Routes))
        {
            RouteConfig route = Read(context, new SectionReader(context, node, RouteKeys.All));
            if (coverage.Add(route) is { } covering)
                context.Problems.Warning(
                    node,
                    "unreachable-route",
                    $"this route never matches: route {covering} of this listener (counted from 0) takes all of it"
                );
            routes.Add(route);
        }
        return routes.ToImmutable();
    }

    private static RouteConfig Read(ReadContext context, SectionReader section)
    {
        RouteConfig route = RouteKeys.All.Read(section, RouteKeys.All.Initial);
        if (!section.Has(RouteKeys.Cluster))
            section.Missing(RouteKeys.Cluster, "a route says where its requests go");
        ConfigNode? cluster = section.TextNode(RouteKeys.Cluster);
        if (cluster is not null)
            context.UseCluster(cluster);
        return route with { Cluster = cluster?.Text ?? "" };
    }

    public static string ParseHost(ConfigNode node, ProblemList problems, string? fallback)
    {
        string host = node.Text;
        // As in a Host field, RFC 3986, section 3.2.2: an IPv6 address has brackets, an IPv4 address has none.
        bool isV6 =
            host.StartsWith('[')
            && host.EndsWith(']')
            && host.Contains(':', StringComparison.Ordinal);
        bool isIp = isV6
            ? HostText.TryParseIp(host[1..^1]) is not null
            : HostText.TryParseIp(host) is not null
                && !host.Contains(':', StringComparison.Ordinal);
        if (isIp || HostText.IsPattern(host))
            return HostText.WithoutLastDot(host); // as requests' hosts are compared
        EndpointAddress? withPort = AddressText.Parse(host, AddressUse.Listen).Address;
        problems.Error(
            node,
            "bad-host",
            string.Equals(host, "*", StringComparison.Ordinal)
                ? "\"*\" is no host; a route without \"host\" takes every host"
                : $"\"{ShownText.Quote(host)}\" is neither a host name without port nor \"*.\" and a host name",
            withPort?.Host
        );
        return host;
    }

    public static void CheckPath(ConfigNode node, ProblemList problems)
    {
        string path = node.Text;
        if (
            path.StartsWith('/')
            && path.All(static c => c is > ' ' and < '\x7f' and not ('?' or '#'))
        )
            return;
        problems.Error(
            node,
            "bad-path",
            path.StartsWith('/')
                ? "\"pathPrefix\" is compared with the path as sent: no blanks, \"?\" or \"#\", others percent-encoded"
                : "\"pathPrefix\" must begin with \"/\"",
            path.StartsWith('/') ? null : "/" + path
        );
    }
}
