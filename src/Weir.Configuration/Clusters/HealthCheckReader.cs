// The rules of a health check's keys.

using System.Collections.Immutable;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration.Clusters;

/// <summary>What a health check's values must be.</summary>
internal static class HealthCheckReader
{
    /// <summary>Stands for "not set": the timeout is then the cluster's connect timeout, which is not known yet.</summary>
    public const long InheritTimeout = 0;

    /// <summary>Warns of keys that have no effect on this type of check.</summary>
    public static HealthCheckConfig Check(SectionReader section, HealthCheckConfig check)
    {
        // The same keys in loadBalancer may be meant for the clusters that check by http.
        if (section.Node.Path.StartsWith("loadBalancer", StringComparison.Ordinal))
            return check;
        foreach (ConfigMember member in HealthCheckKeys.All.WithoutEffect(section, check))
        {
            section.Problems.Warning(
                member,
                "unused-key",
                check.Type == HealthCheckType.Tcp
                    ? $"\"{member.Name}\" has no effect on a tcp check"
                    : $"\"{member.Name}\" has no effect where \"type\" is \"none\""
            );
        }
        return check;
    }

    public static void CheckPath(ConfigNode node, ProblemList problems)
    {
        if (
            !node.Text.StartsWith('/')
            || !node.Text.All(static c => c is > ' ' and < '\x7f' and not '#')
        )
            problems.Error(
                node,
                "bad-path",
                "\"path\" must begin with \"/\" and have neither blanks nor \"#\"",
                node.Text.StartsWith('/') ? null : "/" + node.Text
            );
    }

    public static string? ParseHost(ConfigNode node, ProblemList problems, string? fallback)
    {
        bool isHost =
            HostText.IsName(node.Text)
            || HostText.TryParseIp(node.Text) is not null
            || AddressText.Parse(node.Text, AddressUse.Listen).Error is null;
        if (!isHost)
            problems.Error(
                node,
                "bad-host",
                $"\"{ShownText.Quote(node.Text)}\" is no host for a Host header"
            );
        return HostText.WithoutLastDot(node.Text);
    }

    public static ImmutableArray<StatusRange> ParseStatuses(
        ConfigNode node,
        ProblemList problems,
        ImmutableArray<StatusRange> fallback
    )
    {
        if (StatusRangesText.TryParse(node.Text) is { } ranges)
            return ranges;
        problems.Error(
            node,
            "bad-status-range",
            $"\"expect\" must be statuses from {Limits.MinStatus} to {Limits.MaxStatus} such as \"200-299,404\", "
                + $"found {node.Describe()}"
        );
        return fallback;
    }
}
