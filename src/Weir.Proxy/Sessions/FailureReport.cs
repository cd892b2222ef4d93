// Hands what failed to the flight recorder, with the steps that led there.
using System.Text;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;

namespace Weir.Proxy.Sessions;

/// <summary>Builds failure records, which allocates: only for what has failed and passes the gate.</summary>
internal static class FailureReport
{
    /// <summary>A request that has ended with an error.</summary>
    public static void Write(
        SessionServices services,
        Session session,
        HttpExchange exchange,
        BackendClaim claim
    )
    {
        long nowUs = services.Reactor.NowUs;
        if (services.Failures.TryPass(exchange.Error, nowUs, out long unrecorded))
        {
            services.Events.Failed(
                new FailureRecord
                {
                    Code = FailureCodes.Text(exchange.Error),
                    Detail = exchange.ErrorDetail,
                    Listener = session.Listener.Name,
                    Route = exchange.Route?.Name,
                    Cluster = exchange.Cluster?.State.Name,
                    Backend = claim.LastBackend?.Address,
                    Client = session.ClientAddress,
                    Method = exchange.Trace.Method,
                    Host = exchange.Trace.Host,
                    Path = exchange.Trace.Path,
                    Status = ExchangeRecord.StatusOf(exchange),
                    RequestId = exchange.RequestId.IsEmpty
                        ? null
                        : Encoding.ASCII.GetString(exchange.RequestId),
                    ConnectionId = session.ConnectionId,
                    Attempts = claim.Attempts,
                    DurationUs = nowUs - exchange.StartedUs,
                    Steps = exchange.Trace.Build(),
                    OmittedSteps = exchange.Trace.Omitted,
                    Unrecorded = unrecorded,
                }
            );
        }
    }

    /// <summary>A tcp session that found no backend.</summary>
    public static void Write(
        SessionServices services,
        Session session,
        FailureCode code,
        string detail,
        BackendClaim claim
    )
    {
        FlightTrace trace = session.Trace!; // it has one until a backend is reached
        trace.Note(FailureStepKind.Failed, services.Reactor.NowUs, null, code);
        trace.Note(FailureStepKind.Cut, services.Reactor.NowUs);
        long nowUs = services.Reactor.NowUs;
        if (services.Failures.TryPass(code, nowUs, out long unrecorded))
        {
            services.Events.Failed(
                new FailureRecord
                {
                    Code = FailureCodes.Text(code),
                    Detail = detail,
                    Listener = session.Listener.Name,
                    Cluster = session.Listener.TcpCluster?.Name,
                    Backend = claim.LastBackend?.Address,
                    Client = session.ClientAddress,
                    ConnectionId = session.ConnectionId,
                    Attempts = claim.Attempts,
                    DurationUs = nowUs - session.AcceptedUs,
                    Steps = trace.Build(),
                    OmittedSteps = trace.Omitted,
                    Unrecorded = unrecorded,
                }
            );
        }
    }
}
