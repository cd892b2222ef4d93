// Networks of trusted proxies: a CIDR block, or one address.

using System.Globalization;
using System.Net;

namespace Weir.Configuration.Values;

/// <summary>A network, or why it is none.</summary>
/// <param name="Network">Null when there is an error.</param>
/// <param name="Error">One sentence; null when all is well.</param>
/// <param name="Suggestion">What was probably meant.</param>
internal readonly record struct NetworkText(IPNetwork? Network, string? Error, string? Suggestion)
{
    /// <summary>Takes <c>10.0.0.0/8</c>, <c>fd00::/8</c>, or an address, which is a network of one.</summary>
    public static NetworkText Parse(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        string host = slash < 0 ? text : text[..slash];
        if (HostText.TryParseIp(host) is not { } address)
            return new NetworkText(
                null,
                $"\"{ShownText.Quote(text)}\" is no network such as 10.0.0.0/8",
                null
            );
        int bits = address.GetAddressBytes().Length * 8;
        int length = bits;
        if (
            slash >= 0
            && (
                !int.TryParse(
                    text[(slash + 1)..],
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out length
                )
                || length > bits
            )
        )
            return new NetworkText(
                null,
                $"the prefix length in \"{ShownText.Quote(text)}\" must be 0 to {bits}",
                null
            );
        IPAddress first = FirstOf(address, length);
        return first.Equals(address)
            ? new NetworkText(new IPNetwork(address, length), null, null)
            : new NetworkText(
                null,
                $"\"{ShownText.Quote(text)}\" has bits beyond its prefix",
                $"{first}/{length}"
            );
    }

    private static IPAddress FirstOf(IPAddress address, int prefixLength)
    {
        byte[] bytes = address.GetAddressBytes();
        for (int bit = prefixLength; bit < bytes.Length * 8; bit++)
            bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return new IPAddress(bytes);
    }
}
