// An engine in memory for one worker: clients say one thing each, backends answer one thing each, and channels are used again, as the
// kernel's engines do. What a connection costs the worker alone can be counted on it.
using Weir.Configuration;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Bench.Micro;

internal sealed class ReplayReactor(byte[] request, byte[] response)
    : Reactor(new BlockPool(Limits.BlockBytes, maxBlocks: 16))
{
    private readonly Queue<ReplayChannel> _due = new();
    private readonly Queue<ReplayChannel> _closed = new();
    private readonly Stack<ReplayChannel> _spare = new();
    private ReplayListener? _listener;
    private long _nowUs;

    public override string EngineName => "none";

    public override long NowUs => _nowUs;

    public override Listener Accept(ListenSocket socket, IListenerOwner owner, object? tag) =>
        _listener = new ReplayListener(owner) { Tag = tag };

    public override Channel Connect(
        in SocketEndpoint address,
        IChannelOwner owner,
        ConnectKind kind = ConnectKind.Usual
    )
    {
        ReplayChannel channel = Rent();
        channel.Owner = owner;
        channel.Begin(isClient: false, says: response);
        return channel;
    }

    /// <summary>A client connects; it says its request, and leaves when it has got anything.</summary>
    public void Arrive()
    {
        ReplayChannel channel = Rent();
        channel.Begin(isClient: true, says: request);
        _listener!.Bring(channel); // a worker that has its config listens
    }

    public override void Wake() { }

    public override void RunOnce(int maxWaitMs)
    {
        _nowUs++;
        for (int left = _due.Count; left > 0; left--)
        {
            _due.Dequeue().Deliver();
        }

        while (_closed.TryDequeue(out ReplayChannel? channel))
        {
            channel.Recycle();
            _spare.Push(channel);
        }
    }

    internal void Schedule(ReplayChannel channel) => _due.Enqueue(channel);

    internal void Retire(ReplayChannel channel) => _closed.Enqueue(channel);

    protected override void Dispose(bool disposing) { }

    private ReplayChannel Rent() =>
        _spare.TryPop(out ReplayChannel? spare) ? spare : new ReplayChannel(this);
}
