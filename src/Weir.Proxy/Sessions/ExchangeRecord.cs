// What is counted and logged when an exchange ends.
using Weir.Proxy.Backends;
using Weir.Proxy.Events;
using Weir.Proxy.Io;
using Weir.Proxy.Metrics;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Sessions;

/// <summary>The end of an exchange as metrics and the access log see it.</summary>
internal static class ExchangeRecord
{
    /// <summary>Status in the log for a client that left before its response (nginx's number).</summary>
    private const int ClientClosedRequest = 499;

    public static void Write(
        SessionServices services,
        ListenerSnapshot listener,
        Channel client,
        HttpExchange exchange,
        BackendState? backend,
        int attempts
    )
    {
        long nowUs = services.Reactor.NowUs;
        long durationUs = nowUs - exchange.StartedUs;
        if (exchange.Status != 0)
        {
            services
                .Counters.Cluster(exchange.Cluster?.State.Id ?? 0)
                .RequestDuration.Record(durationUs);
        }

        if (!services.Events.AccessLogEnabled)
        {
            return;
        }

        exchange.Times.EndWait(nowUs);
        if (!exchange.RequestId.IsEmpty)
        {
            exchange.Texts.Set(RequestText.RequestId, exchange.RequestId);
        }

        services.Events.Access(
            new AccessRecord
            {
                Worker = services.Index,
                Texts = exchange.Texts,
                Listener = listener.Name,
                Route = exchange.Route?.Name,
                Cluster = exchange.Cluster?.State.Name,
                Backend = backend?.Address,
                Client = client.Remote,
                Status = StatusOf(exchange),
                Error =
                    exchange.Error == FailureCode.None ? null : FailureCodes.Text(exchange.Error),
                BytesIn = client.BytesReceived - exchange.ClientBytesInMark,
                BytesOut = client.BytesSent - exchange.ClientBytesOutMark,
                ContentBytes = exchange.ResponseBody.PayloadBytes + exchange.ErrorContentBytes,
                Attempts = attempts,
                QueueUs = exchange.Times.QueueUs,
                ConnectUs = exchange.Times.ConnectUs,
                FirstByteUs = exchange.Times.FirstByteUs,
                DurationUs = durationUs,
                HttpMinorVersion = exchange.MinorVersion,
            }
        );
    }

    public static int StatusOf(HttpExchange exchange) =>
        exchange.Error == FailureCode.ClientDisconnected ? ClientClosedRequest : exchange.Status;
}
