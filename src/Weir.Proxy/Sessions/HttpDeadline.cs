// What a passed deadline of an http session means, by its step. Deadlines are set seldom and looked at anew here: the channels know
// when a byte last moved.
using Weir.Protocol.Http1;
using Weir.Proxy.Configuration;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Snapshots;

namespace Weir.Proxy.Sessions;

/// <summary>The rules of header, queue, response, idle and stalled deadlines of an exchange.</summary>
internal static class HttpDeadline
{
    public static DeadlineVerdict Judge(
        HttpStep step,
        HttpExchange exchange,
        Channel client,
        Channel? backend,
        in IdleRules rules,
        long nowUs
    ) =>
        step switch
        {
            HttpStep.ReadHead => Verdict(
                TimeoutKind.Header,
                FailureCode.ClientHeaderTimeout,
                "the request head took too long"
            ),
            HttpStep.Queue => Verdict(
                null,
                FailureCode.ConnectionLimitReached,
                Failure.QueueTimeout
            ),
            HttpStep.ReadResponse when exchange.RequestSentUs > 0 => JudgeResponse(exchange, nowUs),
            _ => JudgeIdle(step, exchange, client, backend, rules, nowUs),
        };

    /// <summary>Microseconds that are left for the rest of a head, at least 1.</summary>
    public static long HeadInUs(HttpExchange exchange, ListenerConfig listener, long nowUs) =>
        long.Max(1, exchange.StartedUs + (listener.ClientHeaderTimeoutMs * 1000) - nowUs);

    /// <summary>How long a connection may be idle between requests, 0 for ever. A client that was told to keep its connection may have sent
    /// the next request before it can see a close: one that is to end waits for it, if not for long.</summary>
    public static long IdleUs(ListenerSnapshot listener, bool isEnding) =>
        isEnding && listener.ClientIdleUs is 0 or > Limits.DrainIdleMs * 1000
            ? Limits.DrainIdleMs * 1000
            : listener.ClientIdleUs;

    private static DeadlineVerdict JudgeResponse(HttpExchange exchange, long nowUs)
    {
        long dueInUs =
            exchange.RequestSentUs + (exchange.Settings!.ResponseTimeoutMs * 1000) - nowUs; // it was sent somewhere
        return dueInUs > 0
            ? Again(dueInUs)
            : Verdict(
                TimeoutKind.Response,
                FailureCode.HttpResponseTimeout,
                "the backend did not answer in time"
            );
    }

    private static DeadlineVerdict JudgeIdle(
        HttpStep step,
        HttpExchange exchange,
        Channel client,
        Channel? backend,
        in IdleRules rules,
        long nowUs
    )
    {
        bool awaitsBody =
            exchange.RequestState == MessageState.Body
            && client.IsReceiving
            && backend is not { IsSending: true };
        long idleUs = client.IsSending || awaitsBody ? rules.ClientUs : rules.BackendUs;
        // A wait for one side begins with a byte of the other, or to it.
        long dueUs = long.Max(client.LastActivityUs, backend?.LastActivityUs ?? 0) + idleUs;
        if (idleUs == 0 || dueUs > nowUs)
        {
            long againUs = idleUs == 0 ? rules.LookUs : long.Min(dueUs - nowUs, rules.LookUs);
            return JudgePace(exchange.Pace, client, rules, nowUs) ?? Again(againUs);
        }

        if (client.IsSending)
        {
            return Verdict(
                TimeoutKind.Stalled,
                FailureCode.ClientDisconnected,
                "the client took no bytes"
            );
        }

        if (awaitsBody)
        {
            return Verdict(
                TimeoutKind.Idle,
                FailureCode.HttpRequestError,
                "the request body fell silent",
                408
            );
        }

        return step == HttpStep.Stream
            ? Verdict(
                TimeoutKind.Idle,
                FailureCode.HttpResponseIncomplete,
                "the backend fell silent in the body"
            )
            : Verdict(
                TimeoutKind.Stalled,
                FailureCode.HttpResponseTimeout,
                "the backend took no bytes"
            );
    }

    // Bytes move, but so few that only somebody who wants to keep us busy sends or takes them.
    private static DeadlineVerdict? JudgePace(
        in ClientPace pace,
        Channel client,
        in IdleRules rules,
        long nowUs
    )
    {
        int rate = rules.ClientUs == 0 ? 0 : rules.MinDataRate;
        if (pace.IsReaderTooSlow(client, rate, nowUs))
        {
            return Verdict(
                TimeoutKind.Stalled,
                FailureCode.ClientDisconnected,
                "the client took the response too slowly"
            );
        }

        return pace.IsBodyTooSlow(client, rate, nowUs)
            ? Verdict(
                TimeoutKind.Idle,
                FailureCode.HttpRequestError,
                "the request body came too slowly",
                408
            )
            : null;
    }

    private static DeadlineVerdict Again(long inUs) => new(inUs, null, FailureCode.None, "", 0);

    private static DeadlineVerdict Verdict(
        TimeoutKind? kind,
        FailureCode code,
        string detail,
        int status = 0
    ) => new(0, kind, code, detail, status);
}
