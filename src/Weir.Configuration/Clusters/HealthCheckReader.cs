// Reads a health check.

using Weir.Configuration.Keys;
using Weir.Configuration.Values;

namespace Weir.Configuration.Clusters;

/// <summary>A health check over the one that loadBalancer gives.</summary>
internal static class HealthCheckReader
{
    /// <summary>Stands for "not set": the timeout is then the cluster's connect timeout, which is not known yet.</summary>
    public const long InheritTimeout = 0;

    public static HealthCheckConfig Read(SectionReader section, HealthCheckConfig fallback)
    {
        HealthCheckConfig check = fallback with
        {
            Type = section.Choice(HealthCheckKeys.Type, fallback.Type),
            TimeoutMs = section.Duration(HealthCheckKeys.Timeout, fallback.TimeoutMs),
            Path = ReadPath(section) ?? fallback.Path,
            Host = ReadHost(section) ?? fallback.Host,
        };
        if (section.TextNode(HealthCheckKeys.Expect) is { } expect)
        {
            if (StatusRangesText.TryParse(expect.Text) is { } ranges)
                check = check with { Expect = ranges };
            else
                section.Problems.Error(
                    expect,
                    "bad-status-range",
                    $"\"expect\" must be statuses from {Limits.MinStatus} to {Limits.MaxStatus} such as \"200-299,404\", "
                        + $"found {expect.Describe()}"
                );
        }
        if (check.Type != HealthCheckType.Http)
            WarnOfHttpKeys(section, check.Type);
        return check;
    }

    private static string? ReadPath(SectionReader section)
    {
        if (section.TextNode(HealthCheckKeys.Path) is not { } node)
            return null;
        if (
            !node.Text.StartsWith('/')
            || !node.Text.All(static c => c is > ' ' and < '\x7f' and not '#')
        )
            section.Problems.Error(
                node,
                "bad-path",
                "\"path\" must begin with \"/\" and have neither blanks nor \"#\"",
                node.Text.StartsWith('/') ? null : "/" + node.Text
            );
        return node.Text;
    }

    private static string? ReadHost(SectionReader section)
    {
        if (section.TextNode(HealthCheckKeys.Host) is not { } node)
            return null;
        bool isHost =
            HostText.IsName(node.Text)
            || HostText.TryParseIp(node.Text) is not null
            || AddressText.Parse(node.Text, AddressUse.Listen).Error is null;
        if (!isHost)
            section.Problems.Error(
                node,
                "bad-host",
                $"\"{ShownText.Quote(node.Text)}\" is no host for a Host header"
            );
        return HostText.WithoutLastDot(node.Text);
    }

    private static void WarnOfHttpKeys(SectionReader section, HealthCheckType type)
    {
        foreach (
            ConfigKey key in new ConfigKey[]
            {
                HealthCheckKeys.Path,
                HealthCheckKeys.Expect,
                HealthCheckKeys.Host,
            }
        )
        {
            // The same keys in loadBalancer may be meant for the clusters that check by http.
            if (
                section.Member(key) is { } member
                && !section.Node.Path.StartsWith("loadBalancer", StringComparison.Ordinal)
            )
                section.Problems.Warning(
                    member,
                    "unused-key",
                    type == HealthCheckType.Tcp
                        ? $"\"{key.Name}\" has no effect on a tcp check"
                        : $"\"{key.Name}\" has no effect where \"type\" is \"none\""
                );
        }
    }
}
