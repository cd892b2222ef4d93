// Keys of a health check.

using System.Collections.Immutable;
using Weir.Configuration.Keys;
using Weir.Configuration.Types;
using Weir.Configuration.Values;

namespace Weir.Configuration.Clusters;

/// <summary>Keys of a health check.</summary>
internal static class HealthCheckKeys
{
    public static readonly KeyTable<HealthCheckConfig> All = new(
        "healthCheck",
        new HealthCheckConfig()
    )
    {
        Check = HealthCheckReader.Check,
    };

    public static readonly Key<HealthCheckConfig, HealthCheckType> Type = All.Add(
        "type",
        KeyTypes.Choice(
            ("tcp", HealthCheckType.Tcp),
            ("http", HealthCheckType.Http),
            ("none", HealthCheckType.None)
        ),
        h => h.Type,
        (h, v) => h with { Type = v },
        "tcp: a connection that opens is a success (the kernel opens it even for a paused process; the server never sees it); http: a GET with an expected status; none: no checks, live traffic finds out and tries again after backendCheckInterval."
    );

    public static readonly Key<HealthCheckConfig, string> Path = All.Add(
        "path",
        KeyTypes.TextWith(HealthCheckReader.CheckPath),
        h => h.Path,
        (h, v) => h with { Path = v },
        "Path of the http check.",
        when: IsHttp
    );

    public static readonly Key<HealthCheckConfig, long> Timeout = All.Add(
        "timeout",
        KeyTypes.Duration,
        h => h.TimeoutMs,
        (h, v) => h with { TimeoutMs = v },
        "For the whole check; backendConnectTimeout unless given.",
        KeyTraits.NoDefault
    );

    public static readonly Key<HealthCheckConfig, ImmutableArray<StatusRange>> Expect = All.Add(
        "expect",
        KeyTypes.ListWrittenAs<StatusRange>(
            HealthCheckReader.ParseStatuses,
            StatusRangesText.Format
        ),
        h => h.Expect,
        (h, v) => h with { Expect = v },
        "Statuses that are a success, such as 200-299,404.",
        when: IsHttp
    );

    public static readonly Key<HealthCheckConfig, string?> Host = All.Add(
        "host",
        KeyTypes.WrittenAs<string?>(HealthCheckReader.ParseHost, static host => host),
        h => h.Host,
        (h, v) => h with { Host = v },
        "Host header of the http check; the address of the backend unless given.",
        when: IsHttp
    );

    private static bool IsHttp(HealthCheckConfig check) => check.Type == HealthCheckType.Http;
}
