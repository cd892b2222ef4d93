// What both engines ask of an owner.
using Weir.Proxy.Io;

namespace Weir.Linux.Channels;

/// <summary>Checks of how a channel is used.</summary>
internal static class ChannelRules
{
    /// <summary>Always on: a second operation would lose the first one's block, and one on a closed channel could hit its next connection.</summary>
    internal static void RequireUsable(bool isBusy, IChannelOwner? owner, ChannelPhase phase)
    {
        if (isBusy || owner is null || phase > ChannelPhase.Open)
        {
            throw new InvalidOperationException(
                "the channel is closed, has no owner or has that operation outstanding"
            );
        }
    }
}
