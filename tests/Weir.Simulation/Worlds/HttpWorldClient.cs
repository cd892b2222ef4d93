// A well-behaved http client of a random world. Owned by ScenarioRun.
using Weir.Proxy.Primitives;
using Weir.Simulation.Harness;
using Weir.Simulation.Http;
using Weir.Simulation.Network;

namespace Weir.Simulation.Worlds;

/// <summary>Draws its requests from its plan's seed; <see cref="SimHttpClient"/> sends them and judges the answers.</summary>
internal sealed class HttpWorldClient : IWorldClient
{
    // Ids of different clients never meet.
    private const int IdsOfAClient = 1_000;

    private readonly SimHttpClient _client;
    private readonly ClientPlan _plan;

    public HttpWorldClient(
        SimWorld world,
        ClientPlan plan,
        SocketEndpoint target,
        IReadOnlyList<string> hosts,
        Scenario scenario,
        RouteBook routes
    )
    {
        _plan = plan;
        var rng = new Rng(plan.Seed);
        Rng late = LateDraw.DiceOf(plan.Seed);
        List<SimRequest> requests = [];
        for (int i = 0; i < plan.Requests; i++)
        {
            SimRequest request = SimRequest.Random((plan.Id * IdsOfAClient) + i, rng);
            request = request with
            {
                Host = hosts[rng.Next(hosts.Count)],
                BodyBytes = int.Min(request.BodyBytes, scenario.MostBodyBytes),
                PieceBytes = int.Max(request.PieceBytes, request.BodyBytes / 50),
                AbortAfterBytes = scenario.IsSound ? -1 : request.AbortAfterBytes,
            };
            request = request with
            {
                IsTooLarge = scenario.Refuses(scenario.Listeners[plan.Listener], request),
            };
            requests.Add(
                scenario.HasLateDraws ? LateDraw.Expecting(request, scenario, late) : request
            );
        }

        _client = new SimHttpClient(world, target, requests)
        {
            OnSending = request => routes.Sent(request.Id),
            PipelineDepth = rng.Pick(1, 1, 2, 8),
            ThinkUs = rng.Pick(0, 0, 1_000, 200_000),
            ReadIntervalUs = rng.Pick(0, 0, 0, 500),
            FirstThinkUs = scenario.HasLateDraws ? LateDraw.FirstThinkUs(late) : 0,
            MayBeShed = scenario.MayShed(scenario.Listeners[plan.Listener]),
            PatienceUs = scenario.IsSound ? 1_700_000_000 : 60_000_000,
        };
    }

    public bool IsDone => _client.IsDone;

    public void Start() => _client.Start();

    public void Leave() => _client.Abort();

    public void CheckServed()
    {
        int answered = _client.Count(SimOutcome.Answered);
        if (answered != _plan.Requests)
        {
            string outcomes = string.Join(", ", _client.Outcomes.Select(o => $"{o.Key} {o.Value}"));
            string errors = string.Join(", ", _client.ProxyErrors.Keys);
            throw new SimFailureException(
                $"client {_plan.Id} got {answered} of {_plan.Requests} answers: {outcomes} ({errors})"
            );
        }
    }
}
