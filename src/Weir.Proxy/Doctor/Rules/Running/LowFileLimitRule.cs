// A proxied connection takes two descriptors; without one left, accepting stops.

using Weir.Configuration;

namespace Weir.Proxy.Doctor.Rules.Running;

/// <summary><c>low-file-limit</c></summary>
public sealed class LowFileLimitRule() : DoctorRule("low-file-limit")
{
    public override IEnumerable<DoctorFinding> Check(WeirConfig config, DoctorFacts facts)
    {
        if (facts.Host.OpenFilesLimit is not { } limit)
        {
            yield break;
        }

        long clients = config.Listeners.Sum(l => (long)l.MaxConnections);
        long pooled = config.Clusters.Sum(c => (long)c.ConnectionPoolSize * c.Backends.Length);
        long needed = (2 * clients) + pooled + Others;
        bool isOpen = config.Listeners.Any(l => l.MaxConnections == 0);
        if (needed > limit)
        {
            yield return OfFigure(
                FindingSeverity.Error,
                "RLIMIT_NOFILE",
                "reactor",
                (
                    Text(
                        $"the process may open {limit} descriptors, but {clients} client connections, as many to backends, and pools of {pooled} need {needed}"
                    ),
                    Text(
                        $"LimitNOFILE={needed} in the systemd unit, or ulimit -n {needed} before the start"
                    )
                )
            );
        }
        else if (isOpen && limit < FewForOpen)
        {
            yield return OfFigure(
                FindingSeverity.Warning,
                "RLIMIT_NOFILE",
                "reactor",
                (
                    Text(
                        $"the process may open {limit} descriptors, which is enough for some {(limit - pooled - Others) / 2} clients, and a listener has no maxConnections to stop there"
                    ),
                    "LimitNOFILE=1048576 in the systemd unit, or maxConnections on every listener"
                )
            );
        }
    }

    /// <summary>Logs, the admin API, event loops, listening sockets of every worker, checks.</summary>
    private const int Others = 1000;

    /// <summary>The usual soft limit of a login shell is 1024; a server of any size has more than this.</summary>
    private const int FewForOpen = 16_384;
}
