// Takes what was read of a request into its exchange: who it is, whether it is traced, where it goes.
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Facts;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Sessions;

/// <summary>The part of the step ReadHead that a worker adds to the <see cref="RequestReader"/>.</summary>
internal static class RequestIntake
{
    /// <summary>Fills the exchange, whose head was read from <paramref name="source"/>; what refuses the request stands in it then.</summary>
    public static void Take(
        SessionServices services,
        ListenerSnapshot listener,
        in RequestReading reading,
        ReadOnlySpan<byte> source,
        HttpExchange exchange
    )
    {
        RequestHead head = exchange.Head;
        exchange.Method = head.Method;
        exchange.MinorVersion = reading.MinorVersion;
        exchange.SetRequestId(reading.PeerIsTrusted ? head.RequestId(source) : [], services.Rng);
        if (reading.Status == ParseStatus.Complete)
        {
            exchange.TakeHead(listener, reading, source);
            TakeTrace(services, source, exchange);
            TakeTexts(services, source, exchange);
            TakeRoute(services, listener, reading, exchange);
        }

        if (reading.Error != FailureCode.None)
        {
            exchange.Fail(reading.Error, reading.Detail, reading.ErrorStatus);
        }
    }

    private static void TakeTrace(
        SessionServices services,
        ReadOnlySpan<byte> source,
        HttpExchange exchange
    )
    {
        TraceChoice trace = TraceFields.Read(
            services.Events.Tracing,
            source,
            exchange.Head,
            services.Rng
        );
        exchange.Trace.Spans = trace.Spans;
        exchange.TraceParent = trace.Outgoing;
        exchange.KeepsTraceState = trace.KeepsState;
    }

    private static void TakeTexts(
        SessionServices services,
        ReadOnlySpan<byte> source,
        HttpExchange exchange
    )
    {
        RequestHead head = exchange.Head;
        if (services.Events.AccessLogEnabled || exchange.Trace.Spans is not null)
        {
            AccessFields.Take(source, head, exchange.Texts);
        }

        exchange.Trace.SetRequest(head.MethodToken(source), head.Host(source), head.Target(source));
    }

    private static void TakeRoute(
        SessionServices services,
        ListenerSnapshot listener,
        in RequestReading reading,
        HttpExchange exchange
    )
    {
        exchange.Route = reading.Route;
        if (reading.Route is { } route)
        {
            exchange.Cluster = services.Cluster(listener.ClusterOf(route).Id);
            exchange.Settings = exchange.Cluster.Newest.Config;
        }
    }
}
