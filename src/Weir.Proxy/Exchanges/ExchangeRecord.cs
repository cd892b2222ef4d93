// What is counted and told when an exchange ends.
using System.Text;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Policies;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Exchanges;

/// <summary>The end of an exchange as metrics, access log, traces and the flight recorder see it.</summary>
internal static class ExchangeRecord
{
    /// <summary>Status in the log for a client that left before its response (nginx's number).</summary>
    private const int ClientClosedRequest = 499;

    public static void Write(SessionServices services, Exchange exchange)
    {
        ExchangeFacts facts = exchange.Facts;
        long durationUs = services.Reactor.NowUs - facts.Request.StartedUs;
        if (facts.Response.HasBegun)
        {
            services.CountersOf(facts.Route.Cluster).RequestDuration.Record(durationUs);
        }

        if (services.Events.AccessLogEnabled || facts.Trace.Spans is not null)
        {
            Log(services, exchange, durationUs);
        }

        if (facts.Outcome.HasFailed)
        {
            Report(services, exchange, durationUs);
        }

        if (facts.Route.Policies is { NotesOutcomes: true } policies)
        {
            var outcome = new OutcomeView(
                exchange.Backend.Claim.LastBackend,
                facts.Outcome.Error,
                facts.Response.Status,
                durationUs
            );
            policies.Note(facts.Received, outcome, services.PolicyWorker);
        }
    }

    private static void Log(SessionServices services, Exchange exchange, long durationUs)
    {
        ExchangeFacts facts = exchange.Facts;
        facts.Times.EndWait(services.Reactor.NowUs);
        if (!facts.Received.RequestId.IsEmpty)
        {
            facts.Texts.Set(RequestText.RequestId, facts.Received.RequestId);
        }

        BackendClaim claim = exchange.Backend.Claim;
        var record = new AccessRecord
        {
            Worker = services.Index,
            Texts = facts.Texts,
            Listener = facts.Listener.Name,
            Route = facts.Route.Route?.Name,
            Cluster = facts.Route.Cluster?.State.Name,
            Backend = claim.LastBackend?.Address,
            Client = exchange.Client.Remote,
            Status = StatusOf(facts),
            Error = FailureCodes.TextOrNull(facts.Outcome.Error),
            Detail = facts.Outcome.Detail is { Length: > 0 } detail ? detail : null,
            BytesIn = exchange.Client.BytesIn,
            BytesOut = exchange.Client.BytesOut,
            ContentBytes = exchange.Backend.ContentBytes + facts.Response.OwnContentBytes,
            Attempts = claim.Attempts,
            QueueUs = facts.Times.QueueUs,
            ConnectUs = facts.Times.ConnectUs,
            FirstByteUs = facts.Times.FirstByteUs,
            DurationUs = durationUs,
            HttpMinorVersion = exchange.Client.MinorVersion,
        };
        if (services.Events.AccessLogEnabled)
        {
            services.Events.Access(in record);
        }

        if (facts.Trace.Spans is { } spans)
        {
            spans.End(services.Reactor.NowUs, record.Error);
            services.Events.Traced(in record, spans);
        }
    }

    // Allocates: only for what has failed and passes the gate.
    private static void Report(SessionServices services, Exchange exchange, long durationUs)
    {
        ExchangeFacts facts = exchange.Facts;
        FailureCode error = facts.Outcome.Error;
        if (!services.Failures.TryPass(error, services.Reactor.NowUs, out long unrecorded))
        {
            return;
        }

        BackendClaim claim = exchange.Backend.Claim;
        services.Events.Failed(
            new FailureRecord
            {
                Code = FailureCodes.Text(error),
                Detail = facts.Outcome.Detail ?? "",
                Listener = facts.Listener.Name,
                Route = facts.Route.Route?.Name,
                Cluster = facts.Route.Cluster?.State.Name,
                Backend = claim.LastBackend?.Address,
                Client = exchange.Client.Remote,
                Method = facts.Trace.Method,
                Host = facts.Trace.Host,
                Path = facts.Trace.Path,
                Status = StatusOf(facts),
                RequestId = facts.Received.RequestId.IsEmpty
                    ? null
                    : Encoding.ASCII.GetString(facts.Received.RequestId),
                ConnectionId = facts.ConnectionId,
                Attempts = claim.Attempts,
                DurationUs = durationUs,
                Steps = facts.Trace.Build(),
                OmittedSteps = facts.Trace.Omitted,
                Unrecorded = unrecorded,
            }
        );
    }

    private static int StatusOf(ExchangeFacts facts) =>
        facts.Outcome.Error == FailureCode.ClientDisconnected
            ? ClientClosedRequest
            : facts.Response.Status;
}
