// Bytes both ways between two channels until both sides are done: a tcp session, or an http one after 101.
using Weir.Proxy.Bodies;
using Weir.Proxy.Io;

namespace Weir.Proxy.Tunnels;

/// <summary>
/// Two directions, each with at most one block: the next receive is asked for when the send of the last is done, so a slow reader
/// holds one block and the peer's window does the rest. A direction that is bulk goes through a pipe uncopied while it is so.
/// FIN is passed on when what came before it is sent, a reset when that is also acknowledged.
/// </summary>
internal sealed class Tunnel(BlockPool blocks)
{
    private Channel _client = null!; // Open sets both
    private Channel _backend = null!;
    private bool _clientEnded;
    private bool _backendEnded;
    private BulkGauge _clientBulk; // what the client sends
    private BulkGauge _backendBulk;
    private Channel? _broken; // takes no more bytes; what it sent before is still passed on
    private Channel? _reset; // the side that was reset
    private LateReset _lateReset; // of the other

    /// <summary>Ties two connections together; nothing is asked of them yet.</summary>
    public void Open(Channel client, Channel backend) => (_client, _backend) = (client, backend);

    /// <summary>Forgets them, once both are closed or somebody else's.</summary>
    public void Clear()
    {
        (_client, _backend, _broken, _reset) = (null!, null!, null, null);
        (_clientEnded, _backendEnded, _lateReset) = (false, false, default);
        (_clientBulk, _backendBulk) = (default, default);
    }

    /// <summary>Asks both sides for bytes, where nothing is pending yet.</summary>
    public void Start()
    {
        ReceiveFrom(_client);
        ReceiveFrom(_backend);
    }

    /// <summary>A deadline has passed: what it means, or Open with when to look again, 0 for never. Both sides may be silent for
    /// <paramref name="idleUs"/>, 0: for ever.</summary>
    public TunnelStatus OnDeadline(long idleUs, long nowUs, out long againInUs)
    {
        againInUs = 0;
        if (IsResetting)
        {
            return PassReset();
        }

        long dueUs = long.Max(_client.LastActivityUs, _backend.LastActivityUs) + idleUs;
        againInUs = idleUs == 0 ? 0 : long.Max(0, dueUs - nowUs);
        return idleUs == 0 || againInUs > 0 ? TunnelStatus.Open
            : IsSending ? TunnelStatus.Stalled
            : TunnelStatus.Idle;
    }

    /// <summary>A reset of one side waits for the bytes before it to reach the other.</summary>
    public bool IsResetting => _reset is not null;

    public bool IsSending => _client.IsSending || _backend.IsSending;

    /// <summary>Passes on bytes that were received before the tunnel began.</summary>
    public static void Forward(Channel to, Block block, int offset, int count) =>
        to.Send(block, offset, count);

    public TunnelStatus OnReceived(
        Channel from,
        Block? block,
        int offset,
        int count,
        IoStatus status
    )
    {
        Channel to = OtherOf(from);
        if (IsResetting)
        {
            Return(block);
            return EndReset(from, status);
        }

        if (status == IoStatus.Ok)
        {
            BulkOf(from).Note(block!, count, blocks); // a receive with bytes comes with its block
            BulkOf(to).NoteOther(count);
            to.Send(block!, offset, count); // likewise
            return TunnelStatus.Open;
        }

        Return(block);
        if (status != IoStatus.EndOfStream || from == _broken)
        {
            return BeginReset(from);
        }

        (_clientEnded, _backendEnded) = (
            _clientEnded || from == _client,
            _backendEnded || from == _backend
        );
        to.ShutdownSend();
        return Status();
    }

    public TunnelStatus OnSent(Channel to, Block block, IoStatus status)
    {
        Channel from = OtherOf(to);
        if (IsResetting)
        {
            blocks.Return(block);
            return EndReset(to, status);
        }

        if (status == IoStatus.Ok && MayReceive(from))
        {
            BulkOf(from).ReceiveNext(from, block, blocks, to.TakesPipes);
            return Status();
        }

        blocks.Return(block);
        return status == IoStatus.Ok ? Status() : OnBroken(to, status);
    }

    /// <summary>What a watch told: the side that was to be reset late has gone by itself.</summary>
    public TunnelStatus OnHungUp(Channel channel) =>
        IsResetting ? EndReset(channel, IoStatus.Reset) : TunnelStatus.Open;

    /// <summary>Takes back the pipe that the backend's next bytes would go into: a connection in the pool holds none.</summary>
    public void EndBulk()
    {
        if (_backendBulk.IsBulk)
        {
            _ = _backend.TryCancelReceive();
        }
    }

    private ref BulkGauge BulkOf(Channel from) =>
        ref from == _client ? ref _clientBulk : ref _backendBulk;

    private void ReceiveFrom(Channel channel)
    {
        if (MayReceive(channel))
        {
            channel.Receive();
        }
    }

    private bool MayReceive(Channel channel)
    {
        bool ended = channel == _client ? _clientEnded : _backendEnded;
        Channel other = channel == _client ? _backend : _client;
        return !ended && !channel.IsReceiving && !other.IsSending && other != _broken;
    }

    private Channel OtherOf(Channel channel) => channel == _client ? _backend : _client;

    private void Return(Block? block)
    {
        if (block is not null)
        {
            blocks.Return(block);
        }
    }

    // A failed send: the peer's reset may stand behind bytes of it that are unread. The receive tells of it in its turn.
    private TunnelStatus OnBroken(Channel channel, IoStatus status)
    {
        bool hasEnded = channel == _client ? _clientEnded : _backendEnded;
        if (status != IoStatus.Reset || hasEnded)
        {
            return BeginReset(channel);
        }

        _broken = channel;
        ReceiveFrom(channel);
        return TunnelStatus.Open;
    }

    private TunnelStatus BeginReset(Channel channel)
    {
        _reset = channel;
        Channel other = OtherOf(channel);
        if (!other.IsReceiving)
        {
            other.WatchHangUp(onlyReset: true);
        }

        return PassReset();
    }

    // An error of the side that still has to be reset ends the wait for it.
    private TunnelStatus EndReset(Channel channel, IoStatus status) =>
        channel != _reset && status is not (IoStatus.Ok or IoStatus.EndOfStream)
            ? ResetOf()
            : PassReset();

    private TunnelStatus PassReset() =>
        _lateReset.IsDue(OtherOf(_reset!)) ? ResetOf() : TunnelStatus.Resetting; // one was reset

    private TunnelStatus ResetOf() =>
        _reset == _client ? TunnelStatus.ClientReset : TunnelStatus.BackendReset;

    private TunnelStatus Status() =>
        _clientEnded && _backendEnded && !IsSending ? TunnelStatus.Finished : TunnelStatus.Open;
}
