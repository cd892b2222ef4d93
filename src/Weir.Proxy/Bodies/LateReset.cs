// A reset that follows what was sent: sent at once it would destroy what the kernel still holds for the peer.
using Weir.Configuration;
using Weir.Proxy.Io;

namespace Weir.Proxy.Bodies;

/// <summary>Counts the looks at a channel that is to be reset once its peer has acknowledged every byte: no event tells of that moment.</summary>
internal struct LateReset
{
    /// <summary>From look to look.</summary>
    public const long LookUs = Limits.LateResetLookMs * 1000L;

    private int _looks;

    /// <summary>Looks: true when the time has come, by the peer's acknowledgement or because it took too long.</summary>
    public bool IsDue(Channel channel) =>
        (!channel.IsSending && channel.IsSendQueueEmpty) || ++_looks > Limits.LateResetLooks;
}
