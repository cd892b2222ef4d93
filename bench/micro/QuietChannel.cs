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

    public override void Receive(Block? block = null, int offset = 0) => _isReceiving = true;

    public override bool TryCancelReceive()
    {
        bool was = _isReceiving;
        _isReceiving = false;
        return was;
    }

    public override void Send(Block block, int offset, int count) =>
        throw new NotSupportedException("nobody reads here");

    public override void ShutdownSend() { }

    public override void Close() => _isReceiving = false;

    public override void CloseLingering() => Close();

    public override void Reset() => Close();
}
