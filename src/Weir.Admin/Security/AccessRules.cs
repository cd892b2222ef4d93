// Who may use the admin API: made from the config, replaced as a whole by a reload.
using System.Collections.Frozen;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Weir.Configuration.Process;

namespace Weir.Admin.Security;

/// <summary>Immutable. Holds only the hash of the token.</summary>
internal sealed class AccessRules
{
    private readonly byte[]? _tokenHash;
    private readonly FrozenSet<string> _allowedHosts;

    private AccessRules(byte[]? tokenHash, FrozenSet<string> allowedHosts)
    {
        _tokenHash = tokenHash;
        _allowedHosts = allowedHosts;
    }

    public static AccessRules Of(AdminConfig config) =>
        new(
            config.Token is { Length: > 0 } token ? Hash(token) : null,
            config
                .AllowedHosts.Select(h => h.Trim('[', ']'))
                .ToFrozenSet(StringComparer.OrdinalIgnoreCase)
        );

    /// <summary>Whether a token is asked for.</summary>
    public bool NeedsToken => _tokenHash is not null;

    /// <summary>These rules with the token of <paramref name="other"/>.</summary>
    public AccessRules WithTokenOf(AccessRules other) => new(other._tokenHash, _allowedHosts);

    /// <summary>Whether <paramref name="presented"/> is the token, in a time that does not tell how much of it is right.</summary>
    public bool IsToken(string presented) =>
        _tokenHash is not null
        && CryptographicOperations.FixedTimeEquals(Hash(presented), _tokenHash);

    /// <summary>Whether a Host (without port; IPv6 in brackets) is a loopback one or allowed by the config.</summary>
    public bool IsAllowedHost(string host)
    {
        string name = host.Trim('[', ']');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out IPAddress? address) && IPAddress.IsLoopback(address))
            || _allowedHosts.Contains(name);
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
