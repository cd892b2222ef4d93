// What is counted and logged when an exchange ends.
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
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
        BackendClaim claim
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

        RequestTrace? spans = exchange.Trace.Spans;
        if (!services.Events.AccessLogEnabled && spans is null)
        {
            return;
        }

        exchange.Times.EndWait(nowUs);
        if (!exchange.RequestId.IsEmpty)
        {
            exchange.Texts.Set(RequestText.RequestId, exchange.RequestId);
        }

        var record = new AccessRecord
        {
            Worker = services.Index,
            Texts = exchange.Texts,
            Listener = listener.Name,
            Route = exchange.Route?.Name,
            Cluster = exchange.Cluster?.State.Name,
            Backend = claim.LastBackend?.Address,
            Client = client.Remote,
            Status = StatusOf(exchange),
            Error = FailureCodes.TextOrNull(exchange.Error),
            Detail =
                exchange.Error == FailureCode.None || exchange.ErrorDetail.Length == 0
                    ? null
                    : exchange.ErrorDetail,
            BytesIn = client.BytesReceived - exchange.ClientBytesInMark,
            BytesOut = client.BytesSent - exchange.ClientBytesOutMark,
            ContentBytes = exchange.ResponseBody.PayloadBytes + exchange.ErrorContentBytes,
            Attempts = claim.Attempts,
            QueueUs = exchange.Times.QueueUs,
            ConnectUs = exchange.Times.ConnectUs,
            FirstByteUs = exchange.Times.FirstByteUs,
            DurationUs = durationUs,
            HttpMinorVersion = exchange.MinorVersion,
        };
        if (services.Events.AccessLogEnabled)
        {
            services.Events.Access(in record);
        }

        if (spans is not null)
        {
            spans.End(nowUs, record.Error);
            services.Events.Traced(in record, spans);
        }
    }

    /// <summary>A final response has begun, a backend's or our own.</summary>
    public static void CountResponse(
        SessionServices services,
        ListenerSnapshot listener,
        HttpExchange exchange
    ) =>
        services
            .Counters.Listener(listener.State.Id)
            .CountResponse(exchange.Cluster?.State.Id ?? 0, exchange.Status);

    public static int StatusOf(HttpExchange exchange) =>
        exchange.Error == FailureCode.ClientDisconnected ? ClientClosedRequest : exchange.Status;
}
