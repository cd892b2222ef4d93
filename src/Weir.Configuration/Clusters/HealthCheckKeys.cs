// Keys of a health check.

using Weir.Configuration.Keys;

namespace Weir.Configuration.Clusters;

/// <summary>Keys of a health check.</summary>
internal static class HealthCheckKeys
{
    public static readonly ChoiceKey<HealthCheckType> Type = new(
        "type",
        ChoiceMaps.HealthCheckType,
        HealthCheckType.Tcp,
        "tcp: a connection that opens is a success (the kernel opens it even for a paused process; the server never sees it); http: a GET with an expected status; none: no checks, live traffic finds out and tries again after backendCheckInterval."
    );

    public static readonly TextKey Path = new(
        "path",
        Defaults.HealthCheckPath,
        "Path of the http check."
    );

    public static readonly DurationKey Timeout = new(
        "timeout",
        null,
        false,
        "For the whole check; backendConnectTimeout unless given."
    );

    public static readonly TextKey Expect = new(
        "expect",
        Defaults.HealthCheckExpect,
        "Statuses that are a success, such as 200-299,404."
    )
    {
        AllowsNumber = true,
    };

    public static readonly TextKey Host = new(
        "host",
        null,
        "Host header of the http check; the address of the backend unless given."
    );

    public static readonly SectionKeys All = new(
        "healthCheck",
        [Type, Path, Timeout, Expect, Host]
    );
}
