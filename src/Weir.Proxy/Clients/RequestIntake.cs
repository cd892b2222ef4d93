// Takes what was read of a request into the facts of its exchange: who it is, whether it is traced, where it goes.
using Weir.Protocol.Http;
using Weir.Protocol.Http.Fields;
using Weir.Protocol.Http1.Parsing;
using Weir.Proxy.Events;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Weir.Proxy.Policies;
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
        ClientFacts client,
        ReadOnlySpan<byte> source,
        ExchangeFacts facts
    )
    {
        ReceivedRequest received = facts.Received;
        RequestHead head = received.Head;
        RequestReading reading = RequestReader.Read(listener, client.Remote, source, head);
        if (reading.Status == ParseStatus.NeedMore)
        {
            return reading;
        }

        facts.Request.Method = head.Method;
        received.SetRequestId(reading.PeerIsTrusted ? head.RequestId(source) : [], services.Rng);
        if (reading.Status == ParseStatus.Complete)
        {
            Take(services, listener, client, reading, source[..reading.HeadLength], facts);
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
        ClientFacts client,
        in RequestReading reading,
        ReadOnlySpan<byte> source,
        ExchangeFacts facts
    )
    {
        ReceivedRequest received = facts.Received;
        facts.Request.WantsUpgrade = received.Head.WantsUpgrade;
        received.Keep(source, client, reading.PeerIsTrusted, listener.State.LocalHost);
        if (services.Events.Tracing is { } sampler)
        {
            TakeTrace(sampler, services.Rng, facts);
        }

        TakeTexts(services, source, facts);
        if (reading.Route is { } route)
        {
            WorkerCluster cluster = services.Cluster(listener.ClusterOf(route));
            facts.Route = new RouteChoice(route, cluster, cluster.Newest.Config, listener.Policies);
        }
    }

    // A caller's tracestate belongs to its own trace and passes on with that alone.
    private static void TakeTrace(TraceSampler sampler, Rng rng, ExchangeFacts facts)
    {
        ReceivedRequest received = facts.Received;
        TraceChoice choice = TraceFields.Read(sampler, received.Source, received.Head, rng);
        facts.Trace.Spans = choice.Spans;
        facts.OutgoingTrace = choice.Outgoing;
        if (choice.Outgoing is not null && !choice.KeepsState)
        {
            received.Edits.Remove(FieldName.TraceState);
        }
    }

    private static void TakeTexts(
        SessionServices services,
        ReadOnlySpan<byte> source,
        ExchangeFacts facts
    )
    {
        RequestHead head = facts.Received.Head;
        if (services.Events.AccessLogEnabled || facts.Trace.Spans is not null)
        {
            AccessFields.Take(source, head, facts.Texts);
        }

        facts.Trace.SetRequest(head.MethodToken(source), head.Host(source), head.Target(source));
    }
}
