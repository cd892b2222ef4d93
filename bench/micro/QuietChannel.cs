// A connection on which nothing comes.
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Bench.Micro;

internal sealed class QuietChannel : Channel
{
    private bool _isReceiving;

    public override SocketEndpoint Local => default;

    public override bool IsReceiving => _isReceiving;

    public override bool IsSending => false;

    public override bool HasInput => false;

    public override bool IsSendQueueEmpty => true;

    protected override void BeginReceive(Block? block, int offset) => _isReceiving = true;

    public override bool TryCancelReceive()
    {
        bool was = _isReceiving;
        _isReceiving = false;
        return was;
    }

    public override void WatchHangUp(bool onlyReset) { }

    public override long InputAgeUs => 0;

    protected override void BeginSend(Block block, int offset, int count) =>
        throw new NotSupportedException("nobody reads here");

    public override void ShutdownSend() { }

    public override void Close() => _isReceiving = false;

    public override void CloseLingering(int minBytesPerSecond) => Close();

    public override void Reset() => Close();
}
