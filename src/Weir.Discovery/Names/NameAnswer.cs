// What a lookup of a name found.
using System.Net;

namespace Weir.Discovery.Names;

/// <param name="Addresses">In the order of the answer; none when the lookup failed or the name does not exist.</param>
/// <param name="Lifetime">How long the answer may be used.</param>
public readonly record struct NameAnswer(IPAddress[] Addresses, TimeSpan Lifetime)
{
    /// <summary>Nothing was found.</summary>
    public static NameAnswer None { get; } = new([], TimeSpan.Zero);
}
