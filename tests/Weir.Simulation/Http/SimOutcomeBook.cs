// How the requests of one simulated client ended. Owned by the client.
using Weir.Simulation.Harness;

namespace Weir.Simulation.Http;

/// <summary>Every request that was begun has its outcome here.</summary>
internal sealed class SimOutcomeBook
{
    public Dictionary<int, SimOutcome> Outcomes { get; } = [];

    /// <summary>The proxy's own answers by status code.</summary>
    public Dictionary<int, int> ProxyErrors { get; } = [];

    public void Begin(SimRequest request) => Outcomes[request.Id] = SimOutcome.Open;

    /// <summary>The answer is whole. Before a request was sent only one is right: 503, and the end.</summary>
    public void Answer(SimRequest request, SimHttpReader answer, bool isUnasked)
    {
        SimOutcome outcome = SimAnswerCheck.Judge(request, answer);
        Outcomes[request.Id] = outcome;
        if (isUnasked && (answer.StatusCode != 503 || answer.Field("connection") != "close"))
        {
            throw new SimFailureException($"nobody had asked for {answer.StartLine}");
        }

        if (outcome == SimOutcome.ProxyError)
        {
            ProxyErrors[answer.StatusCode] = ProxyErrors.GetValueOrDefault(answer.StatusCode) + 1;
        }
    }

    /// <summary>Their connection is over: the first ends so, those pipelined behind it were never answered.</summary>
    public void Settle(Queue<SimRequest> sent, SimOutcome first)
    {
        while (sent.TryDequeue(out SimRequest? request))
        {
            Outcomes[request.Id] = first;
            first = SimOutcome.Closed;
        }
    }
}
