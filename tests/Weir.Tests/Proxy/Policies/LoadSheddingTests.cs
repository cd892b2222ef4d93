// A late thread turns requests away, and counts them.
using Shouldly;
using Weir.Proxy.Facts;
using Weir.Proxy.Policies;
using Xunit;

namespace Weir.Tests.Proxy.Policies;

public sealed class LoadSheddingTests
{
    private readonly LoadShedding _policy = new();

    [Fact]
    public void A_thread_in_time_turns_nobody_away()
    {
        var rig = new PolicyRig();
        _policy.Apply(rig.Request, rig.Worker).ShouldBeNull();
        rig.Worker.Counters.Shed.ShouldBe(0);
    }

    [Fact]
    public void A_late_one_turns_every_other_request_away()
    {
        PolicyRig rig = new PolicyRig().Late();
        PolicyRefusal?[] all =
        [
            .. Enumerable.Range(0, 6).Select(_ => _policy.Apply(rig.Request, rig.Worker)),
        ];
        all.Count(r => r is null).ShouldBe(3);
        rig.Worker.Counters.Shed.ShouldBe(3);
        all.OfType<PolicyRefusal>()
            .Distinct()
            .ShouldHaveSingleItem()
            .ShouldBe(
                new PolicyRefusal(
                    FailureCode.ConnectionLimitReached,
                    "overloaded: reactor.maxLag is passed"
                )
            );
    }
}
