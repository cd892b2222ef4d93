// A reactor whose connections stand at once and never bring a byte: what the pool does alone can be timed on it.
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Bench.Micro;

internal sealed class QuietReactor() : Reactor(new BlockPool(blockBytes: 4096, maxBlocks: 1))
{
    private readonly Queue<QuietChannel> _connecting = new();

    public override string EngineName => "none";

    public override long NowUs => 1;

    public override Listener Accept(ListenSocket socket, IListenerOwner owner, object? tag) =>
        throw new NotSupportedException("nobody listens here");

    public override Channel Connect(
        in SocketEndpoint address,
        IChannelOwner owner,
        ConnectKind kind = ConnectKind.Usual
    )
    {
        var channel = new QuietChannel { Owner = owner };
        _connecting.Enqueue(channel);
        return channel;
    }

    public override void Wake() { }

    public override void RunOnce(int maxWaitMs)
    {
        while (_connecting.TryDequeue(out QuietChannel? channel))
        {
            channel.Owner!.OnConnected(channel, IoStatus.Ok); // not null: Connect was given it
        }
    }

    protected override void Dispose(bool disposing) { }
}
