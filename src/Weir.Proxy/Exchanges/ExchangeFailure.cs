// The end of a request that has failed: what its client gets.
using Weir.Proxy.Bodies;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Exchanges;

/// <summary>The step Fail of an exchange, and owned by it.</summary>
internal sealed class ExchangeFailure(SessionServices services, ExchangeFacts facts)
{
    /// <summary>
    /// A response of our own while none has begun (Stream), else a cut (Cut); nothing at all for a client that has gone or that no room is
    /// left for (Ended). Fail: an interim response is still on its way out.
    /// </summary>
    public ExchangeStep Answer(ClientStream client, Attempts attempts)
    {
        bool mayAnswer = !facts.Response.HasBegun && !client.IsGone;
        if (mayAnswer && client.IsSending)
        {
            client.SetDeadlineIn(facts.IdleRules.LookUs);
            return ExchangeStep.Fail;
        }

        FailureCode error = facts.Outcome.Error;
        services.Counters.CountFailure(services.CountersOf(facts.Route.Cluster), error);
        facts.Trace.Note(FailureStepKind.Failed, services.Reactor.NowUs, null, error);
        attempts.Abandon(client);
        if (mayAnswer && client.TrySendFailure(facts))
        {
            facts.Response.Body = BodyStatus.Complete;
            facts.CountResponse(services);
            Note(FailureStepKind.Answered, facts.Response.Status);
            client.SetDeadlineIn(facts.IdleRules.LookUs);
            return ExchangeStep.Stream;
        }

        Note(FailureStepKind.Cut);
        return facts.Response.HasBegun && !client.IsGone ? ExchangeStep.Cut : ExchangeStep.Ended;
    }

    private void Note(FailureStepKind kind, int status = 0) =>
        facts.Trace.Note(kind, services.Reactor.NowUs, null, FailureCode.None, status);
}
