// Accepts what the replay brings.
using Weir.Proxy.Io;

namespace Weir.Bench.Micro;

internal sealed class ReplayListener(IListenerOwner owner) : Listener
{
    public void Bring(ReplayChannel client) => owner.OnAccepted(this, client);

    public override void Stop() => owner.OnStopped(this);
}
