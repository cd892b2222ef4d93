// Keys of one backend.

using Weir.Configuration.Keys;
using Weir.Configuration.Types;
using Weir.Configuration.Values;

namespace Weir.Configuration.Clusters;

/// <summary>Keys of one backend.</summary>
internal static class BackendKeys
{
    public static readonly KeyTable<BackendConfig> All = new(
        "backend",
        new BackendConfig { Address = AddressReader.Placeholder }
    );

    public static readonly FormKey<string> Host = All.AddKey(
        new FormKey<string>(
            "host",
            KeyTypes.Text,
            "With port: an IP address or a host name. Or use address."
        )
    );

    public static readonly FormKey<int> Port = All.AddKey(
        new FormKey<int>("port", KeyTypes.Integer(1, Limits.MaxPort), "With host. Or use address.")
    );

    public static readonly Key<BackendConfig, EndpointAddress> Address = All.Add(
        "address",
        KeyTypes.Address,
        b => b.Address,
        (b, v) => b with { Address = v },
        "host:port, [v6]:port or unix:/path.",
        KeyTraits.ReadApart | KeyTraits.NoDefault
    );

    public static readonly Key<BackendConfig, int> Weight = All.Add(
        "weight",
        KeyTypes.Integer(0, Limits.MaxWeight),
        b => b.Weight,
        (b, v) => b with { Weight = v },
        "Share of new work beside the others; 0: no new work."
    );

    public static readonly Key<BackendConfig, bool> Expand = All.Add(
        "expand",
        KeyTypes.Boolean,
        b => b.Expand,
        (b, v) => b with { Expand = v },
        "A host name with several addresses is a backend for each of them; else it is one that tries them one after the other, as localhost always is.",
        when: b => b.Address.Kind == EndpointKind.HostName
    );

    public static readonly AddressKeys Place = AddressKeys.Of(
        All,
        new AddressKeys(Address, Host, Port, AddressUse.Backend) { IsNeeded = true }
    );
}
