// The three keys of an address, as one section has them.

using Weir.Configuration.Values;

namespace Weir.Configuration.Keys;

/// <summary>How an address is written in one kind of section.</summary>
internal sealed record AddressKeys(
    ConfigKey Address,
    FormKey<string> Host,
    FormKey<int> Port,
    AddressUse Use
)
{
    public bool IsNeeded { get; init; }

    public string Example =>
        Use == AddressUse.Listen
            ? "\"address\": \"127.0.0.1:9000\", or \"host\": \"127.0.0.1\" and \"port\": 9000"
            : "\"address\": \"127.0.0.1:9100\", or \"host\": \"127.0.0.1\" and \"port\": 9100";

    /// <summary>Takes note in the section's table that the two forms exclude each other.</summary>
    public static AddressKeys Of(SectionKeys table, AddressKeys keys)
    {
        table.AddAlternative(new Alternative(keys.Address, [keys.Port, keys.Host], keys.IsNeeded));
        return keys;
    }
}
