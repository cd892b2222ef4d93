// Reads the scaling section.

using Weir.Configuration.Keys;
using Weir.Configuration.Listeners;
using Weir.Configuration.Values;

namespace Weir.Configuration.Process;

/// <summary>Where KEDA may call, and how far back the signals look.</summary>
internal static class ScalingReader
{
    public static ScalingConfig Read(SectionReader section, ListenersReader listeners)
    {
        ScalingConfig scaling = new()
        {
            WindowMs = section.Duration(ScalingKeys.Window, Defaults.ScalingWindowMs),
        };
        if (section.TextNode(ScalingKeys.Address) is not { Text: not ScalingKeys.Off } node)
            return scaling;
        AddressText parsed = AddressText.Parse(node.Text, AddressUse.Listen);
        if (parsed.Error is not null)
            section.Problems.Error(node, "bad-address", parsed.Error, parsed.Suggestion);
        listeners.ClaimAddress(
            new AddressReader(parsed.Address, node),
            "the scaler for KEDA (scaling.address)"
        );
        return scaling with { Address = parsed.Address };
    }
}
