// Each place asks its own policies, in order, and the first that decides ends the asking where one decides.
using Shouldly;
using Weir.Protocol.Http;
using Weir.Proxy.Backends;
using Weir.Proxy.Balancing;
using Weir.Proxy.Facts;
using Weir.Proxy.Policies;
using Weir.Tests.Proxy.Backends;
using Xunit;

namespace Weir.Tests.Proxy.Policies;

public sealed class PolicyChainTests
{
    private readonly List<string> _calls = [];
    private readonly PolicyRig _rig = new();
    private readonly ClusterSnapshot _members = TestCluster.Create([1, 1]).Current;

    [Fact]
    public void Request_policies_are_asked_in_order_until_one_refuses()
    {
        var chain = new PolicyChain(
            requests:
            [
                new Recorded.AtRequest(_calls, "a"),
                new Recorded.AtRequest(_calls, "b", refuses: true),
                new Recorded.AtRequest(_calls, "c"),
            ]
        );
        chain.Apply(_rig.Request, _rig.Worker).ShouldBe(Recorded.No);
        _calls.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void A_request_that_none_refuses_passes_with_what_they_changed()
    {
        var chain = new PolicyChain(
            requests: [new Recorded.AtRequest(_calls, "a"), new Recorded.AtRequest(_calls, "b")]
        );
        chain.Apply(_rig.Request, _rig.Worker).ShouldBeNull();
        _rig.Added.ShouldBe("X-Policy: a\r\nX-Policy: b\r\n");
    }

    [Fact]
    public void The_first_pick_policy_that_minds_decides()
    {
        var chain = new PolicyChain(
            picks:
            [
                new Recorded.AtPick(_calls, "a", -1),
                new Recorded.AtPick(_calls, "b", 1),
                new Recorded.AtPick(_calls, "c", 0),
            ]
        );
        chain.Hint(_rig.Request, _members).ShouldBe(new PickHint(_members.Backends[1]));
        _calls.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void All_response_and_outcome_policies_take_part()
    {
        var chain = new PolicyChain(
            responses: [new Recorded.AtResponse(_calls, "a"), new Recorded.AtResponse(_calls, "b")],
            outcomes: [new Recorded.AtEnd(_calls, "c"), new Recorded.AtEnd(_calls, "d")]
        );
        chain.NotesOutcomes.ShouldBeTrue();
        var edits = new HeadEdits();
        chain.Edit(
            new ResponseView
            {
                Request = _rig.Request,
                Head = new ResponseHead(),
                Source = default,
            },
            edits
        );
        chain.Note(_rig.Request, new OutcomeView(null, FailureCode.None, 200, 3), _rig.Worker);
        _calls.ShouldBe(["a 0", "b 0", "c nobody None 200 3", "d nobody None 200 3"]);
    }

    [Fact]
    public void Without_policies_nothing_is_said()
    {
        var none = new PolicyChain();
        none.Apply(_rig.Request, _rig.Worker).ShouldBeNull();
        none.Hint(_rig.Request, _members).ShouldBe(default);
        none.NotesOutcomes.ShouldBeFalse();
        _rig.Added.ShouldBe("");
    }
}
