// Where a channel of the kernel stands in its life.
namespace Weir.Linux.Channels;

/// <summary>Phases follow each other from top to bottom; an accepted channel starts open.</summary>
internal enum ChannelPhase : byte
{
    Connecting,
    Open,

    /// <summary>Closed for its owner; the reactor reads on until the peer closes.</summary>
    Lingering,
    Closed,
}
