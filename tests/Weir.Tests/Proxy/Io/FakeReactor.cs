// A reactor whose clock and completions are the test's: it hands out channels that do nothing by themselves.
using Weir.Configuration;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Tests.Proxy.Io;

internal sealed class FakeReactor(int blocks = 8)
    : Reactor(new BlockPool(Limits.BlockBytes, blocks))
{
    /// <summary>The time in microseconds.</summary>
    public long Now { get; set; } = 1_000_000;

    /// <summary>The channels that connect, or did.</summary>
    public List<FakeChannel> Connects { get; } = [];

    public override string EngineName => "fake";

    public override long NowUs => Now;

    public override Listener Accept(ListenSocket socket, IListenerOwner owner, object? tag) =>
        throw new NotSupportedException("nobody listens in a unit test");

    public override Channel Connect(
        in SocketEndpoint address,
        IChannelOwner owner,
        ConnectKind kind = ConnectKind.Usual
    )
    {
        var channel = new FakeChannel { Owner = owner };
        Connects.Add(channel);
        return channel;
    }

    public override void Wake() { }

    public override void RunOnce(int maxWaitMs) { }

    protected override void Dispose(bool disposing) { }
}
