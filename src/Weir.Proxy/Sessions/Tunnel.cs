// Bytes both ways between two channels until both sides are done: a tcp session, or an http one after 101.
using Weir.Proxy.Io;
using Weir.Proxy.Metrics;

namespace Weir.Proxy.Sessions;

/// <summary>
/// Two directions, each with at most one block: the next receive is asked for when the send of the last is done, so a slow reader
/// holds one block and the peer's window does the rest. A direction that is all bulk goes through a pipe uncopied while it is so.
/// FIN is passed on when what came before it is sent.
/// </summary>
internal sealed class Tunnel(Channel client, Channel backend, BlockPool blocks)
{
    private bool _clientEnded;
    private bool _backendEnded;
    private BulkGauge _clientBulk; // what the client sends
    private BulkGauge _backendBulk;

    /// <summary>Asks both sides for bytes, where nothing is pending yet.</summary>
    public void Start()
    {
        ReceiveFrom(client);
        ReceiveFrom(backend);
    }

    /// <summary>A deadline has passed: whether both sides have been silent for <paramref name="idleUs"/> (0: may be silent for ever), which is
    /// counted; if not, when to look again, 0 for never.</summary>
    public TunnelStatus OnDeadline(
        long idleUs,
        long nowUs,
        WorkerCounters counters,
        out long againInUs
    )
    {
        long dueUs = long.Max(client.LastActivityUs, backend.LastActivityUs) + idleUs;
        againInUs = idleUs == 0 ? 0 : long.Max(0, dueUs - nowUs);
        if (idleUs == 0 || againInUs > 0)
        {
            return TunnelStatus.Open;
        }

        counters.Count(IsSending ? TimeoutKind.Stalled : TimeoutKind.Idle);
        return IsSending ? TunnelStatus.Stalled : TunnelStatus.Idle;
    }

    public bool IsSending => client.IsSending || backend.IsSending;

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
        Channel to = from == client ? backend : client;
        if (status == IoStatus.Ok)
        {
            BulkOf(from).Note(block!, count); // a receive with bytes comes with its block
            to.Send(block!, offset, count); // likewise
            return TunnelStatus.Open;
        }

        if (block is not null)
        {
            blocks.Return(block);
        }

        if (status != IoStatus.EndOfStream)
        {
            return from == client ? TunnelStatus.ClientReset : TunnelStatus.BackendReset;
        }

        (_clientEnded, _backendEnded) = (
            _clientEnded || from == client,
            _backendEnded || from == backend
        );
        to.ShutdownSend();
        return Status();
    }

    public TunnelStatus OnSent(Channel to, Block block, IoStatus status)
    {
        Channel from = to == client ? backend : client;
        if (status == IoStatus.Ok && MayReceive(from))
        {
            BulkOf(from).ReceiveNext(from, block, blocks);
            return Status();
        }

        blocks.Return(block);
        if (status != IoStatus.Ok)
        {
            return to == client ? TunnelStatus.ClientReset : TunnelStatus.BackendReset;
        }

        return Status();
    }

    /// <summary>Takes back the pipe that the backend's next bytes would go into: a connection in the pool holds none.</summary>
    public void EndBulk()
    {
        if (_backendBulk.IsBulk)
        {
            _ = backend.TryCancelReceive();
        }
    }

    private ref BulkGauge BulkOf(Channel from) =>
        ref from == client ? ref _clientBulk : ref _backendBulk;

    private void ReceiveFrom(Channel channel)
    {
        if (MayReceive(channel))
        {
            channel.Receive();
        }
    }

    private bool MayReceive(Channel channel)
    {
        bool ended = channel == client ? _clientEnded : _backendEnded;
        Channel other = channel == client ? backend : client;
        return !ended && !channel.IsReceiving && !other.IsSending;
    }

    private TunnelStatus Status() =>
        _clientEnded && _backendEnded && !IsSending ? TunnelStatus.Finished : TunnelStatus.Open;
}
