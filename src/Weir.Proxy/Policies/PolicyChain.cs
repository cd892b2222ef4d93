// The policies of a route, in the order in which they are asked at each of the four places.
using Weir.Protocol.Http;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;

namespace Weir.Proxy.Policies;

/// <summary>Compiled with its listener. Where a route has no policy there is none to walk.</summary>
public sealed class PolicyChain
{
    private readonly RequestPolicy[] _requests;
    private readonly PickPolicy[] _picks;
    private readonly ResponsePolicy[] _responses;
    private readonly OutcomePolicy[] _outcomes;

    public PolicyChain(
        RequestPolicy[]? requests = null,
        PickPolicy[]? picks = null,
        ResponsePolicy[]? responses = null,
        OutcomePolicy[]? outcomes = null
    )
    {
        _requests = requests ?? [];
        _picks = picks ?? [];
        _responses = responses ?? [];
        _outcomes = outcomes ?? [];
    }

    /// <summary>Whether anybody wants to know how requests end.</summary>
    public bool NotesOutcomes => _outcomes.Length > 0;

    /// <summary>Before the pick: the first refusal ends it; null when all let the request pass.</summary>
    public PolicyRefusal? Apply(ReceivedRequest request, PolicyWorker worker)
    {
        foreach (RequestPolicy policy in _requests)
        {
            if (policy.Apply(request, worker) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>At the pick: the first that minds decides.</summary>
    public PickHint Hint(ReceivedRequest request, ClusterSnapshot members)
    {
        foreach (PickPolicy policy in _picks)
        {
            PickHint hint = policy.Hint(request, members);
            if (hint != default)
            {
                return hint;
            }
        }

        return default;
    }

    /// <summary>Behind the head of the final response.</summary>
    public void Edit(in ResponseView response, HeadEdits edits)
    {
        foreach (ResponsePolicy policy in _responses)
        {
            policy.Edit(response, edits);
        }
    }

    /// <summary>At the end.</summary>
    public void Note(ReceivedRequest request, in OutcomeView outcome, PolicyWorker worker)
    {
        foreach (OutcomePolicy policy in _outcomes)
        {
            policy.Note(request, outcome, worker);
        }
    }
}
