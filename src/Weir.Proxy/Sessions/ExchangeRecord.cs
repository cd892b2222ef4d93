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
        long durationUs = services.Reactor.NowUs - exchange.StartedUs;
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

        services.Events.Access(
            new AccessRecord
            {
                Listener = listener.Name,
                Route = exchange.Route?.Name,
                Cluster = exchange.Cluster?.State.Name,
                Backend = backend?.Address,
                Client = client.Remote,
                Method = exchange.Access?.Method,
                Path = exchange.Access?.Path,
                Status =
                    exchange.Error == FailureCode.ClientDisconnected
                        ? ClientClosedRequest
                        : exchange.Status,
                Error =
                    exchange.Error == FailureCode.None ? null : FailureCodes.Text(exchange.Error),
                BytesIn = client.BytesReceived - exchange.ClientBytesInMark,
                BytesOut = client.BytesSent - exchange.ClientBytesOutMark,
                Attempts = attempts,
                DurationUs = durationUs,
                RequestId = exchange.RequestIdText(),
                HttpMinorVersion = exchange.MinorVersion,
                Referer = exchange.Access?.Referer,
                UserAgent = exchange.Access?.UserAgent,
            }
        );
    }
}
