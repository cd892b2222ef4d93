// Addresses that somebody of the same configuration listens at, each once. Lives for one reading.

using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration.Keys;

/// <summary>Who listens where.</summary>
internal sealed class AddressClaims(ProblemList problems)
{
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    /// <summary>Two listeners on one address would share its connections by chance.</summary>
    public void Claim(AddressReader address, string owner)
    {
        if (address.Address is not { Port: > 0 } found || _owners.TryAdd(found.Identity, owner))
            return;
        problems.Error(
            address.Node,
            "duplicate-address",
            $"{owner} cannot listen at \"{ShownText.Quote(found.Text)}\": {_owners[found.Identity]} does already"
        );
    }
}
