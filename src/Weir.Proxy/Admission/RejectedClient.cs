// A client beyond a listener's connection limit, or beyond its own, or one too many for a thread that lags: told so in http, reset in tcp; it never becomes a session.
using Weir.Configuration.Listeners;
using Weir.Protocol.Http1.Writing;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Admission;

/// <summary>Owns a channel for the length of one small response.</summary>
internal sealed class RejectedClient(BlockPool blocks, Channel client, int minDataRate)
    : IChannelOwner
{
    private const int Status = 503;
    private const int RetryAfterSeconds = 1;

    /// <summary>Turns a client away.</summary>
    public static void Reject(
        SessionServices services,
        ListenerSnapshot listener,
        Channel client,
        Refusal reason
    )
    {
        WorkerCounters counters = services.Counters;
        counters.CountFailure(counters.NoCluster, FailureCode.ConnectionLimitReached);
        client.Meter = counters.ClientBytes;
        if (listener.Config.Mode == ProxyMode.Tcp || !services.Blocks.TryRent(out Block? block))
        {
            RefusalReport.Write(services, listener, client, reason, status: 0);
            client.Reset();
            return;
        }

        counters.CountResponse(counters.NoCluster, listener.State.Id, Status);
        client.Owner = new RejectedClient(services.Blocks, client, listener.Config.MinDataRate);
        int length = ErrorResponseWriter.Write(
            block.Bytes,
            new ErrorResponse
            {
                Status = Status,
                Date = services.Date.At(services.Reactor.NowUs),
                Code = FailureCodes.Bytes(FailureCode.ConnectionLimitReached),
                ProxyStatusError = FailureCodes.Bytes(FailureCode.ConnectionLimitReached),
                RetryAfterSeconds = RetryAfterSeconds,
                Close = true,
            }
        );
        client.Send(block, 0, length);
        RefusalReport.Write(services, listener, client, reason, Status); // last: a defect in it costs no block
    }

    /// <summary>A defect: no response, or the part that is out.</summary>
    public void Abandon() => client.Reset();

    void IChannelOwner.OnReceived(
        Channel channel,
        Block? block,
        int offset,
        int count,
        IoStatus status
    ) { }

    void IChannelOwner.OnSent(Channel channel, Block block, IoStatus status)
    {
        blocks.Return(block);
        if (status == IoStatus.Ok)
        {
            channel.CloseLingering(minDataRate);
        }
        else
        {
            channel.Reset(); // part of the response may be out: an end in order would make it look whole
        }
    }
}
