// Reads the admin section.

using System.Collections.Immutable;
using System.Net;
using Weir.Configuration.Keys;
using Weir.Configuration.Source;
using Weir.Configuration.Types;
using Weir.Configuration.Values;

namespace Weir.Configuration.Process;

/// <summary>The admin API's address and who may use it.</summary>
internal static class AdminReader
{
    public static AdminConfig Check(SectionReader section, AdminConfig admin)
    {
        if (section.Member(AdminKeys.Address)?.Value is { Kind: NodeKind.Text, Text: KeyTypes.Off })
            return CheckOff(section, admin);
        bool isGiven =
            section.Has(AdminKeys.Address)
            || section.Has(AdminKeys.Host)
            || section.Has(AdminKeys.Port);
        AddressReader address = isGiven
            ? AddressReader.Read(section, AdminKeys.Place)
            : new AddressReader(admin.Address, section.Node);
        section.Context.Addresses.Claim(address, "the admin API (admin.address)");
        // A token that is wrong, or from a variable that is not there, has been told already.
        if (address.Address is { } found && !IsLoopback(found) && !section.Has(AdminKeys.Token))
            section.Problems.Error(
                address.Node,
                "missing-key",
                $"\"token\" is needed because \"{ShownText.Quote(found.Text)}\" can be reached from other machines; "
                    + "such as \"token\": \"${WEIR_ADMIN_TOKEN}\""
            );
        return admin with { Address = address.Address };
    }

    private static AdminConfig CheckOff(SectionReader section, AdminConfig admin)
    {
        foreach (ConfigKey key in new ConfigKey[] { AdminKeys.Host, AdminKeys.Port })
        {
            if (section.Member(key) is { } part)
                section.Problems.Error(
                    part,
                    "both-forms",
                    $"\"{key.Name}\" is at odds with \"address\": \"off\""
                );
        }
        return admin with { Address = null };
    }

    private static bool IsLoopback(EndpointAddress address) =>
        HostText.TryParseIp(address.Host) is { } ip
            ? IPAddress.IsLoopback(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip)
            : string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase);

    public static void AddHost(
        ConfigNode node,
        ProblemList problems,
        ImmutableArray<string>.Builder hosts
    )
    {
        hosts.Add(HostText.WithoutLastDot(node.Text));
        if (HostText.TryParseIp(node.Text) is null && !HostText.IsName(node.Text))
            problems.Error(
                node,
                "bad-host",
                $"\"{ShownText.Quote(node.Text)}\" is no host name without port",
                AddressText.Parse(node.Text, AddressUse.Listen).Address?.Host
            );
    }

    /// <summary>The value never appears in a message.</summary>
    public static void CheckToken(ConfigNode node, ProblemList problems)
    {
        // RFC 6750, section 2.1, takes fewer characters still; these survive any header field.
        if (node.Text.Length == 0 || !node.Text.All(static c => c is > ' ' and < '\x7f'))
            problems.Error(
                node,
                "bad-token",
                "\"token\" must be visible ASCII characters without blanks"
            );
    }
}
