// Keys of admin.

using Weir.Configuration.Keys;

namespace Weir.Configuration.Process;

/// <summary>Keys of admin.</summary>
internal static class AdminKeys
{
    public static readonly TextKey Host = new(
        "host",
        Defaults.ListenHost,
        "With port. Or use address."
    );

    public static readonly IntegerKey Port = new(
        "port",
        0,
        Limits.MaxPort,
        null,
        "0: any free port. Or use address."
    );

    public static readonly TextKey Address = new(
        "address",
        Defaults.AdminAddress,
        "host:port or [v6]:port; off switches it off. A change needs a restart."
    );

    public static readonly TextListKey AllowedHosts = new(
        "allowedHosts",
        "Host names besides the loopback ones under which the admin API may be called."
    );

    public static readonly TextKey Token = new(
        "token",
        null,
        "Bearer token; needed when the address is beyond loopback."
    );

    /// <summary>The address that means no admin API at all.</summary>
    public const string Off = "off";

    public static readonly SectionKeys All = new(
        "admin",
        [Host, Port, Address, AllowedHosts, Token]
    )
    {
        Alternatives = [new(Address, [Port, Host], IsNeeded: false)],
    };
}
