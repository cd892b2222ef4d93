// What a passed deadline of an exchange means, by its step. Deadlines are set seldom and looked at anew here: both sides know when a byte
// last moved.
using Weir.Proxy.Facts;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Exchanges;

/// <summary>The rules of header, queue, response, idle and stalled deadlines.</summary>
internal static class ExchangeDeadline
{
    public static DeadlineVerdict Of(Exchange exchange, long nowUs)
    {
        ExchangeFacts facts = exchange.Facts;
        return exchange.At switch
        {
            ExchangeStep.Head => Verdict(
                TimeoutKind.Header,
                FailureCode.ClientHeaderTimeout,
                "the request head took too long"
            ),
            ExchangeStep.Queue => Verdict(
                null,
                FailureCode.ConnectionLimitReached,
                Failure.QueueTimeout
            ),
            ExchangeStep.Await when facts.Request.IsSent => OfResponse(facts, nowUs),
            _ => OfSilence(exchange, nowUs),
        };
    }

    /// <summary>Microseconds that are left for the rest of a head, at least 1.</summary>
    public static long HeadInUs(ExchangeFacts facts, long nowUs) =>
        long.Max(
            1,
            facts.Request.StartedUs + (facts.Listener.Config.ClientHeaderTimeoutMs * 1000) - nowUs
        );

    private static DeadlineVerdict OfResponse(ExchangeFacts facts, long nowUs)
    {
        long timeoutUs = facts.Route.Settings!.ResponseTimeoutMs * 1000; // it was sent somewhere
        long dueInUs = facts.Request.SentUs + timeoutUs - nowUs;
        return dueInUs > 0
            ? Again(dueInUs)
            : Verdict(
                TimeoutKind.Response,
                FailureCode.HttpResponseTimeout,
                "the backend did not answer in time"
            );
    }

    private static DeadlineVerdict OfSilence(Exchange exchange, long nowUs)
    {
        (ClientStream client, BackendStream backend) = (exchange.Client, exchange.Backend);
        IdleRules rules = exchange.Facts.IdleRules;
        bool awaitsBody =
            exchange.Facts.Request.AwaitsBody && client.IsReceiving && !backend.IsSending;
        long idleUs = client.IsSending || awaitsBody ? rules.ClientUs : rules.BackendUs;
        // A wait for one side begins with a byte of the other, or to it.
        long dueUs = long.Max(client.LastActivityUs, backend.LastActivityUs) + idleUs;
        if (idleUs == 0 || dueUs > nowUs)
        {
            long againUs = idleUs == 0 ? rules.LookUs : long.Min(dueUs - nowUs, rules.LookUs);
            return OfPace(client, rules, nowUs) ?? Again(againUs);
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

        return exchange.At == ExchangeStep.Stream
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
    private static DeadlineVerdict? OfPace(ClientStream client, in IdleRules rules, long nowUs)
    {
        int rate = rules.ClientUs == 0 ? 0 : rules.MinDataRate;
        if (client.IsReaderTooSlow(rate, nowUs))
        {
            return Verdict(
                TimeoutKind.Stalled,
                FailureCode.ClientDisconnected,
                "the client took the response too slowly"
            );
        }

        return client.IsBodyTooSlow(rate, nowUs)
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
