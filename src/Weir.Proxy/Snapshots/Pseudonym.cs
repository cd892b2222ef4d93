// What a listener calls itself in Via (RFC 9110 §7.6.3), so that it knows a request that it has had before.
using System.Globalization;
using System.Text;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Snapshots;

/// <summary>
/// <c>weir-</c> and 8 hexadecimal digits: a hash of the instance and the listener. A request may pass two listeners of one instance, in a
/// chain that somebody meant; one that comes back to the same listener is in a loop.
/// </summary>
internal static class Pseudonym
{
    // FNV-1a. Nothing secret goes in, so no hash of OpenSSL has to be loaded for it.
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static byte[] Of(string instance, string listener)
    {
        ulong hash = Offset;
        foreach (byte next in Encoding.UTF8.GetBytes($"{instance}\n{listener}"))
        {
            hash = (hash ^ next) * Prime;
        }

        uint number = (uint)(Rng.Mix(hash) >> 32);
        return Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"weir-{number:x8}")
        );
    }
}
