// Hands refused clients to the flight recorder, which is the one place that tells for which reason.
using System.Globalization;
using Weir.Configuration.Listeners;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Policies;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Admission;

/// <summary>Builds records of refusals, which allocates: only for what passes the gate, a few a second.</summary>
internal static class RefusalReport
{
    private const FailureCode Code = FailureCode.ConnectionLimitReached;

    /// <param name="services">The worker's.</param>
    /// <param name="listener">Where the client came in.</param>
    /// <param name="client">Still open.</param>
    /// <param name="reason">Why it is turned away.</param>
    /// <param name="status">What the client is answered; 0 where it is reset.</param>
    public static void Write(
        SessionServices services,
        ListenerSnapshot listener,
        Channel client,
        Refusal reason,
        int status
    )
    {
        if (!services.Failures.TryPass(Code, services.Reactor.NowUs, out long unrecorded))
        {
            return;
        }

        services.Events.Failed(
            new FailureRecord
            {
                Code = FailureCodes.Text(Code),
                Detail = Explain(reason, listener.Config),
                Listener = listener.Name,
                Client = client.Remote,
                Status = status,
                ConnectionId = 0, // only sessions have a number
                DurationUs = 0,
                Steps =
                [
                    Step(FailureStepKind.Failed, FailureCodes.Text(Code)),
                    status == 0
                        ? Step(FailureStepKind.Cut)
                        : Step(FailureStepKind.Answered, null, status),
                ],
                Unrecorded = unrecorded,
            }
        );
    }

    private static string Explain(Refusal reason, ListenerConfig listener) =>
        reason switch
        {
            Refusal.Overload => LoadShedding.Overloaded.Detail,
            Refusal.ClientLimit => string.Create(
                CultureInfo.InvariantCulture,
                $"the client has as many connections open as maxConnectionsPerClient allows: {listener.MaxConnectionsPerClient}"
            ),
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"the listener has as many connections open as maxConnections allows: {listener.MaxConnections}"
            ),
        };

    private static FailureStep Step(FailureStepKind kind, string? error = null, int status = 0) =>
        new(0, kind, null, error, status);
}
