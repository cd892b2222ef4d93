// The admin section. A change of the address needs a restart.
using System.Collections.Immutable;
using Weir.Configuration.Values;

namespace Weir.Configuration.Process;

/// <summary>The admin API and dashboard.</summary>
public sealed record AdminConfig
{
    /// <summary>Null: off. Port 0 stands for any free port.</summary>
    public EndpointAddress? Address { get; init; } =
        AddressText.Parse(Defaults.AdminAddress, AddressUse.Listen).Address;

    /// <summary>Host names besides the loopback ones that a request may carry.</summary>
    public ImmutableArray<string> AllowedHosts { get; init; } = [];

    /// <summary>Bearer token; never null when bound beyond loopback.</summary>
    public string? Token { get; init; }

    /// <summary>By value, lists included.</summary>
    public bool Equals(AdminConfig? other) => AdminKeys.All.AreEqual(this, other);

    public override int GetHashCode() => HashCode.Combine(Address, Token);
}
