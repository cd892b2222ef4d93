// A small mailbox between the scanning thread and the owner's.
using Weir.Proxy.Primitives;
using Weir.Proxy.Timeouts;

namespace Weir.Tests.Proxy.Timeouts;

internal sealed class ConcurrentSink : IExpirySink
{
    private readonly Mailbox<(int, int)> _mailbox = new(256, static () => { });

    public bool TryPostExpired(int slot, int generation) => _mailbox.TryPost((slot, generation));

    public bool TryTake(out (int Slot, int Generation) notice) => _mailbox.TryReceive(out notice);
}
