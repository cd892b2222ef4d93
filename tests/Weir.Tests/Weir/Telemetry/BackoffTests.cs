// When a failed export is tried again.
using Shouldly;
using Weir.Telemetry;
using Xunit;

namespace Weir.Tests.Telemetry;

public sealed class BackoffTests
{
    [Fact]
    public void It_waits_ever_longer_up_to_a_limit_and_begins_anew_after_a_success()
    {
        var backoff = new Backoff();
        backoff.UntilMs.ShouldBe(0);
        Enumerable
            .Range(0, 7)
            .Select(_ => backoff.Fail(1_000_000) - 1_000_000)
            .ShouldBe([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
        backoff.Succeed();
        backoff.UntilMs.ShouldBe(0);
        backoff.Fail(0).ShouldBe(Backoff.FirstMs);
    }
}
