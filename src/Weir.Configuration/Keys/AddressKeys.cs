// The three keys of an address, as one section has them.

using Weir.Configuration.Clusters;
using Weir.Configuration.Listeners;
using Weir.Configuration.Process;
using Weir.Configuration.Values;

namespace Weir.Configuration.Keys;

/// <summary>How an address is written in one kind of section.</summary>
internal sealed record AddressKeys(TextKey Address, TextKey Host, IntegerKey Port, AddressUse Use)
{
    public static readonly AddressKeys Listener = new(
        ListenerKeys.Address,
        ListenerKeys.Host,
        ListenerKeys.Port,
        AddressUse.Listen
    )
    {
        DefaultHost = Defaults.ListenHost,
        IsNeeded = true,
    };

    public static readonly AddressKeys Admin = new(
        AdminKeys.Address,
        AdminKeys.Host,
        AdminKeys.Port,
        AddressUse.Listen
    )
    {
        DefaultHost = Defaults.ListenHost,
    };

    public static readonly AddressKeys Backend = new(
        BackendKeys.Address,
        BackendKeys.Host,
        BackendKeys.Port,
        AddressUse.Backend
    )
    {
        IsNeeded = true,
    };

    /// <summary>Null when a host must be given.</summary>
    public string? DefaultHost { get; init; }

    public bool IsNeeded { get; init; }

    public string Example =>
        Use == AddressUse.Listen
            ? "\"address\": \"127.0.0.1:9000\", or \"host\": \"127.0.0.1\" and \"port\": 9000"
            : "\"address\": \"127.0.0.1:9100\", or \"host\": \"127.0.0.1\" and \"port\": 9100";
}
