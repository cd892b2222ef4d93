// How many failures are recorded in a storm.
using Shouldly;
using Weir.Configuration;
using Weir.Proxy.Facts;
using Weir.Proxy.Sessions;
using Xunit;

namespace Weir.Tests.Proxy.Sessions;

public sealed class FailureGateTests
{
    private const long IntervalUs = Limits.FailureRecordIntervalMs * 1000;
    private readonly FailureGate _gate = new();

    [Fact]
    public void One_of_a_code_passes_in_each_interval_and_tells_how_many_did_not()
    {
        _gate.TryPass(FailureCode.NoRoute, 5, out long unrecorded).ShouldBeTrue();
        unrecorded.ShouldBe(0);
        for (int i = 1; i <= 3; i++)
        {
            _gate.TryPass(FailureCode.NoRoute, 5 + IntervalUs - i, out _).ShouldBeFalse();
        }

        _gate.TryPass(FailureCode.NoRoute, 5 + IntervalUs, out unrecorded).ShouldBeTrue();
        unrecorded.ShouldBe(3);
        _gate.TryPass(FailureCode.NoRoute, 5 + (9 * IntervalUs), out unrecorded).ShouldBeTrue();
        unrecorded.ShouldBe(0);
    }

    [Fact]
    public void A_storm_of_one_code_holds_back_no_other()
    {
        _gate.TryPass(FailureCode.NoRoute, 5, out _).ShouldBeTrue();
        _gate.TryPass(FailureCode.ConnectionTimeout, 5, out _).ShouldBeTrue();
    }
}
