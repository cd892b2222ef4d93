// The rules of the scaling section.

using Weir.Configuration.Keys;
using Weir.Configuration.Source;
using Weir.Configuration.Types;
using Weir.Configuration.Values;

namespace Weir.Configuration.Process;

/// <summary>Where KEDA may call, and how far back the signals look.</summary>
internal static class ScalingReader
{
    public static ScalingConfig Check(SectionReader section, ScalingConfig scaling)
    {
        if (scaling.Address is not null && section.TextNode(ScalingKeys.Address) is { } node)
            section.Context.Addresses.Claim(
                new AddressReader(scaling.Address, node),
                "the scaler for KEDA (scaling.address)"
            );
        return scaling;
    }

    public static EndpointAddress? ParseAddress(
        ConfigNode node,
        ProblemList problems,
        EndpointAddress? fallback
    )
    {
        if (string.Equals(node.Text, KeyTypes.Off, StringComparison.Ordinal))
            return null;
        AddressText parsed = AddressText.Parse(node.Text, AddressUse.Listen);
        if (parsed.Error is not null)
            problems.Error(node, "bad-address", parsed.Error, parsed.Suggestion);
        return parsed.Address;
    }
}
