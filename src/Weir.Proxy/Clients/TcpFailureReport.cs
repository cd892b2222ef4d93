// Hands a tcp session that found no backend to the flight recorder, with the steps that led there.
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Clients;

/// <summary>Builds a failure record, which allocates: only for what has failed and passes the gate.</summary>
internal static class TcpFailureReport
{
    public static void Write(
        ClientConnection session,
        FlightTrace trace,
        string listener,
        BackendClaim claim,
        FailureCode code,
        string detail
    )
    {
        SessionServices services = session.Services;
        long nowUs = services.Reactor.NowUs;
        trace.Note(FailureStepKind.Failed, nowUs, null, code);
        trace.Note(FailureStepKind.Cut, nowUs);
        if (!services.Failures.TryPass(code, nowUs, out long unrecorded))
        {
            return;
        }

        services.Events.Failed(
            new FailureRecord
            {
                Code = FailureCodes.Text(code),
                Detail = detail,
                Listener = listener,
                Cluster = claim.Cluster?.State.Name,
                Backend = claim.LastBackend?.Address,
                Client = session.Channel.Remote,
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
