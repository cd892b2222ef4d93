// A connection whose peer says one thing: a client at once, a backend once it was asked. After that it closes its side: the client when
// it has its answer, the backend when it has given it.
using Weir.Configuration;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;

namespace Weir.Bench.Micro;

internal sealed class ReplayChannel(ReplayReactor reactor) : Channel(reactor)
{
    private byte[] _says = [];
    private bool _isClient;
    private bool _isConnecting;
    private bool _maySpeak;
    private bool _hasSpoken;
    private bool _mayEnd;
    private bool _isReceiving;
    private bool _isClosed = true;
    private bool _isDue;
    private Block? _receiveBlock;
    private int _receiveOffset;
    private Block? _sendBlock;
    private int _sendCount;

    public override SocketEndpoint Local => default;

    public override bool IsReceiving => _isReceiving;

    public override bool IsSending => _sendBlock is not null;

    public override bool HasInput => false;

    public override bool IsSendQueueEmpty => !IsSending;

    public override long InputAgeUs => 0;

    public void Begin(bool isClient, byte[] says)
    {
        _says = says;
        _isClient = _maySpeak = isClient;
        _isConnecting = !isClient;
        _isClosed = false;
        Look();
    }

    public void Deliver()
    {
        _isDue = false;
        if (_isConnecting && !_isClosed)
        {
            _isConnecting = false;
            TellConnected(IoStatus.Ok);
        }

        if (_sendBlock is { } sent && !_isClosed)
        {
            CountSent(_sendCount, reactor.NowUs);
            _sendBlock = null;
            _maySpeak = true;
            _mayEnd |= _isClient;
            TellSent(sent, IoStatus.Ok);
        }

        if (_isReceiving && !_isClosed)
        {
            Receive();
        }

        Look();
    }

    public void Recycle()
    {
        ForgetConnection();
        _maySpeak = _hasSpoken = _mayEnd = _isDue = false;
    }

    public override bool TryCancelReceive()
    {
        bool was = _isReceiving;
        EndReceive();
        return was;
    }

    public override void WatchHangUp(bool onlyReset) { }

    public override void ShutdownSend() { }

    public override void Close()
    {
        if (_isClosed)
        {
            return;
        }

        _isClosed = true;
        EndReceive();
        if (_sendBlock is { } block)
        {
            reactor.Blocks.Return(block);
            _sendBlock = null;
        }

        reactor.Retire(this);
    }

    public override void CloseLingering(int minBytesPerSecond) => Close();

    public override void Reset() => Close();

    protected override void BeginReceive(Block? block, int offset)
    {
        (_isReceiving, _receiveBlock, _receiveOffset) = (true, block, offset);
        Look();
    }

    protected override void BeginSend(Block block, int offset, int count)
    {
        (_sendBlock, _sendCount) = (block, count);
        Look();
    }

    private void Receive()
    {
        Block? block = _receiveBlock;
        if (_maySpeak && !_hasSpoken)
        {
            if (block is null && !reactor.Blocks.TryRent(out block))
            {
                throw new InvalidOperationException("a block was lost");
            }

            int offset = _receiveBlock is null ? Limits.BlockHeadroomBytes : _receiveOffset;
            _says.CopyTo(block!.Bytes, offset); // rented above where none was lent
            (_isReceiving, _receiveBlock, _hasSpoken) = (false, null, true);
            _mayEnd |= !_isClient;
            CountReceived(_says.Length, reactor.NowUs);
            TellReceived(block, offset, _says.Length, IoStatus.Ok);
        }
        else if (_mayEnd)
        {
            (_isReceiving, _receiveBlock) = (false, null);
            TellReceived(block, 0, 0, IoStatus.EndOfStream);
        }
    }

    private void EndReceive()
    {
        if (_receiveBlock is { } block)
        {
            reactor.Blocks.Return(block);
        }

        (_isReceiving, _receiveBlock) = (false, null);
    }

    private void Look()
    {
        bool canReceive = _isReceiving && ((_maySpeak && !_hasSpoken) || _mayEnd);
        if (!_isDue && !_isClosed && (_isConnecting || IsSending || canReceive))
        {
            _isDue = true;
            reactor.Schedule(this);
        }
    }
}
