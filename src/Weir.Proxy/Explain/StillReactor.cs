// A reactor that does no I/O: what only looks at bytes can run on it.
using Weir.Proxy.Configuration;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Proxy.Explain;

/// <summary>Time stands still, and nobody connects.</summary>
internal sealed class StillReactor() : Reactor(new BlockPool(Limits.BlockBytes, 1))
{
    public override string EngineName => "none";

    public override long NowUs => 0;

    public override Listener Accept(ListenSocket socket, IListenerOwner owner, object? tag) =>
        throw new NotSupportedException();

    public override Channel Connect(
        in SocketEndpoint address,
        IChannelOwner owner,
        ConnectKind kind = ConnectKind.Usual
    ) => throw new NotSupportedException();

    public override void Wake() { }

    public override void RunOnce(int maxWaitMs) { }

    protected override void Dispose(bool disposing) { }
}
