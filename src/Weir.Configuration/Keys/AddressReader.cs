// Reads an address in either of its forms: "address", or "host" and "port".

using Weir.Configuration.Source;
using Weir.Configuration.Values;

namespace Weir.Configuration.Keys;

/// <summary>An address with the value to point at when something about it is wrong.</summary>
/// <param name="Address">Null when there is none, or a wrong one, which is told already.</param>
/// <param name="Node">The address text, or the object when it comes in two parts.</param>
internal readonly record struct AddressReader(EndpointAddress? Address, ConfigNode Node)
{
    /// <summary>Never bound nor connected to: stands where a wrong address was, in a configuration that is refused.</summary>
    public static readonly EndpointAddress Placeholder = EndpointAddress.FromHostAndPort(
        "0.0.0.0",
        0
    );

    /// <param name="section">An object with the three keys.</param>
    /// <param name="keys">They are called the same everywhere but differ in range and default.</param>
    public static AddressReader Read(SectionReader section, AddressKeys keys)
    {
        ConfigMember? address = section.Member(keys.Address);
        ConfigMember? host = section.Member(keys.Host);
        ConfigMember? port = section.Member(keys.Port);
        if (address is null)
            return ReadPair(section, keys, host, port);
        foreach (ConfigMember? part in new[] { host, port })
        {
            if (part is not null)
                section.Problems.Error(
                    part.KeyPosition.IsAfter(address.KeyPosition) ? part : address,
                    "both-forms",
                    $"\"{part.Name}\" and \"{address.Name}\" say the same thing; keep one of them"
                );
        }
        if (section.TextNode(keys.Address) is not { } node)
            return new AddressReader(null, section.Node);
        return Finish(section, AddressText.Parse(node.Text, keys.Use), node, node);
    }

    private static AddressReader ReadPair(
        SectionReader section,
        AddressKeys keys,
        ConfigMember? host,
        ConfigMember? port
    )
    {
        if (port is null && (host is not null || keys.IsNeeded))
            section.Missing(keys.Port, $"an address is {keys.Example}");
        else if (host is null && port is not null && keys.Host.Default is null)
            section.Missing(keys.Host, $"an address is {keys.Example}");
        int number = keys.Port.Read(section, -1);
        ConfigNode? hostNode = section.TextNode(keys.Host);
        string? name = hostNode?.Text ?? (host is null ? keys.Host.Default : null);
        if (name is null)
            return new AddressReader(null, section.Node);
        // A host is looked at even beside a wrong port, so that both are told at once.
        AddressText joined = AddressText.Join(name, Math.Max(number, 0));
        AddressReader result = Finish(section, joined, hostNode ?? section.Node, section.Node);
        return number < 0 ? result with { Address = null } : result;
    }

    private static AddressReader Finish(
        SectionReader section,
        AddressText parsed,
        ConfigNode wrong,
        ConfigNode node
    )
    {
        if (parsed.Error is not null)
            section.Problems.Error(wrong, "bad-address", parsed.Error, parsed.Suggestion);
        return new AddressReader(parsed.Address, node);
    }
}
