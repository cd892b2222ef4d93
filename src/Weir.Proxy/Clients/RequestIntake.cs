// Takes what was read of a request into the facts of its exchange: who it is, whether it is traced, where it goes.
using Weir.Protocol.Http;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Primitives;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Clients;

/// <summary>What a worker adds to the <see cref="RequestReader"/>.</summary>
internal static class RequestIntake
{
    /// <summary>Reads a head as far as it has come, and fills the facts; what refuses the request stands in them then.</summary>
    public static RequestReading Read(
        SessionServices services,
        ListenerSnapshot listener,
        in SocketEndpoint client,
        ReadOnlySpan<byte> source,
        ExchangeFacts facts
    )
    {
        KeptHead kept = facts.Head;
        RequestHead head = kept.Head;
        RequestReading reading = RequestReader.Read(listener, client, source, head);
        if (reading.Status == ParseStatus.NeedMore)
        {
            return reading;
        }

        facts.Request.Method = head.Method;
        kept.SetRequestId(reading.PeerIsTrusted ? head.RequestId(source) : [], services.Rng);
        if (reading.Status == ParseStatus.Complete)
        {
            Take(services, listener, reading, source[..reading.HeadLength], facts);
        }

        if (reading.Error != FailureCode.None)
        {
            facts.Fail(reading.Error, reading.Detail, reading.ErrorStatus);
        }

        return reading;
    }

    private static void Take(
        SessionServices services,
        ListenerSnapshot listener,
        in RequestReading reading,
        ReadOnlySpan<byte> source,
        ExchangeFacts facts
    )
    {
        KeptHead kept = facts.Head;
        facts.Request.WantsUpgrade = kept.Head.WantsUpgrade;
        kept.Keep(listener, source, reading.PeerIsTrusted);
        kept.Trace = TraceFields.Read(services.Events.Tracing, source, kept.Head, services.Rng);
        facts.Trace.Spans = kept.Trace.Spans;
        TakeTexts(services, source, facts);
        if (reading.Route is { } route)
        {
            WorkerCluster cluster = services.Cluster(listener.ClusterOf(route).Id);
            facts.Route = new RouteChoice(route, cluster, cluster.Newest.Config);
        }
    }

    private static void TakeTexts(
        SessionServices services,
        ReadOnlySpan<byte> source,
        ExchangeFacts facts
    )
    {
        RequestHead head = facts.Head.Head;
        if (services.Events.AccessLogEnabled || facts.Trace.Spans is not null)
        {
            AccessFields.Take(source, head, facts.Texts);
        }

        facts.Trace.SetRequest(head.MethodToken(source), head.Host(source), head.Target(source));
    }
}
