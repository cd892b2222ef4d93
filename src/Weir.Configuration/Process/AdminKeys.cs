// Keys of admin.

using System.Collections.Immutable;
using Weir.Configuration.Keys;
using Weir.Configuration.Types;
using Weir.Configuration.Values;

namespace Weir.Configuration.Process;

/// <summary>Keys of admin.</summary>
internal static class AdminKeys
{
    public static readonly KeyTable<AdminConfig> All = new("admin", new AdminConfig())
    {
        Check = AdminReader.Check,
    };

    public static readonly FormKey<string> Host = All.AddKey(
        new FormKey<string>("host", KeyTypes.Text, "With port. Or use address.")
        {
            Default = Defaults.ListenHost,
        }
    );

    public static readonly FormKey<int> Port = All.AddKey(
        new FormKey<int>(
            "port",
            KeyTypes.Integer(0, Limits.MaxPort),
            "0: any free port. Or use address."
        )
    );

    public static readonly Key<AdminConfig, EndpointAddress?> Address = All.Add(
        "address",
        KeyTypes.WrittenAs<EndpointAddress?>(
            parse: null,
            static address => address?.Text ?? KeyTypes.Off
        ),
        a => a.Address,
        (a, v) => a with { Address = v },
        "host:port or [v6]:port; off switches it off. A change needs a restart.",
        KeyTraits.ReadApart | KeyTraits.NeedsRestart
    );

    public static readonly AddressKeys Place = AddressKeys.Of(
        All,
        new AddressKeys(Address, Host, Port, AddressUse.Listen)
    );

    public static readonly Key<AdminConfig, ImmutableArray<string>> AllowedHosts = All.Add(
        "allowedHosts",
        KeyTypes.ListOf<string>(AdminReader.AddHost, static host => host),
        a => a.AllowedHosts,
        (a, v) => a with { AllowedHosts = v },
        "Host names besides the loopback ones under which the admin API may be called."
    );

    public static readonly Key<AdminConfig, string?> Token = All.Add(
        "token",
        KeyTypes.OptionalTextWith(AdminReader.CheckToken, isSecret: true),
        a => a.Token,
        (a, v) => a with { Token = v },
        "Bearer token; needed when the address is beyond loopback."
    );
}
