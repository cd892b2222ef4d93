// Where in a request's life its route's policies take part, and how often.
using Shouldly;
using Weir.Proxy.Facts;
using Weir.Proxy.Policies;
using Weir.Tests.Proxy.Policies;
using Xunit;

namespace Weir.Tests.Proxy.Exchanges;

public sealed class ExchangePoliciesTests
{
    private readonly List<string> _calls = [];

    [Fact]
    public void All_four_places_are_passed_once_in_their_order()
    {
        ExchangeRig rig = Rig().Ask();
        _calls.ShouldBe(["request", "pick"]);
        rig.Wait(2).Connect().Sent().Head(201);
        _calls.ShouldBe(["request", "pick", "response 201"]);
        rig.Client.WrittenEdits.ShouldContain("X-Policy: response");
        rig.Wait(5).Taken();
        _calls[3..].ShouldBe([$"end {Address(rig, 1)} None 201 7"]);
    }

    [Fact]
    public void A_refused_request_is_answered_and_asks_no_backend()
    {
        ExchangeRig rig = Rig(refuses: true).Ask();
        rig.Client.Calls.ShouldBe(["failure 410"]);
        rig.Backend.Calls.ShouldNotContain("acquire");
        rig.Test.Cluster.Counters.Load.Arrivals.ShouldBe(0);
        rig.Taken();
        _calls.ShouldBe(["request", "end nobody NoRoute 410 0"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_preferred_backend_gets_the_request(int index)
    {
        ExchangeRig rig = Rig(index).Ask();
        rig.Backend.Claim.Backend.ShouldBe(rig.Test.Members.Backends[index]);
    }

    // The edits were made once: each attempt is written from them.
    [Fact]
    public void Another_attempt_goes_elsewhere_and_asks_no_policy_again()
    {
        ExchangeRig rig = Rig().Ask().Connect().Sent().BackendEnds();
        rig.Backend.Claim.Backend.ShouldBe(rig.Test.Members.Backends[0]);
        rig.Connect().Sent().Head().Taken();
        _calls.ShouldBe(["request", "pick", "response 200", $"end {Address(rig, 0)} None 200 0"]);
    }

    [Fact]
    public void An_interim_response_passes_without_policies()
    {
        ExchangeRig rig = Rig().Ask().Connect().Sent();
        rig.Head(103, Weir.Proxy.Exchanges.ResponseRead.Interim);
        _calls.ShouldBe(["request", "pick"]);
    }

    [Fact]
    public void Who_failed_before_it_had_a_route_has_no_policies()
    {
        ExchangeRig rig = Rig();
        rig.Exchange.Fail(FailureCode.NoRoute, "none");
        rig.Taken();
        _calls.ShouldBeEmpty();
    }

    private static string Address(ExchangeRig rig, int index) =>
        rig.Test.Members.Backends[index].Address;

    private ExchangeRig Rig(int preferred = 1, bool refuses = false) =>
        new(
            policies: new PolicyChain(
                [new Recorded.AtRequest(_calls, "request", refuses)],
                [new Recorded.AtPick(_calls, "pick", preferred)],
                [new Recorded.AtResponse(_calls, "response")],
                [new Recorded.AtEnd(_calls, "end")]
            )
        );
}
