// Keys of one backend.

using Weir.Configuration.Keys;

namespace Weir.Configuration.Clusters;

/// <summary>Keys of one backend.</summary>
internal static class BackendKeys
{
    public static readonly TextKey Host = new(
        "host",
        null,
        "With port: an IP address or a host name. Or use address."
    );

    public static readonly IntegerKey Port = new(
        "port",
        1,
        Limits.MaxPort,
        null,
        "With host. Or use address."
    );

    public static readonly TextKey Address = new(
        "address",
        null,
        "host:port, [v6]:port or unix:/path."
    );

    public static readonly IntegerKey Weight = new(
        "weight",
        0,
        Limits.MaxWeight,
        Defaults.BackendWeight,
        "Share of new work beside the others; 0: no new work."
    );

    public static readonly SectionKeys All = new("backend", [Host, Port, Address, Weight])
    {
        Alternatives = [new(Address, [Port, Host], IsNeeded: true)],
    };
}
