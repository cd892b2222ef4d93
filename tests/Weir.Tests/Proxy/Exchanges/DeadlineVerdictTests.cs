// Which waits that were too long are counted.
using Shouldly;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Tests.Proxy.Exchanges;

public sealed class DeadlineVerdictTests
{
    private readonly WorkerCounters _counters = new();

    [Theory]
    [InlineData(TimeoutKind.Idle, "1 0 0 0 0")]
    [InlineData(TimeoutKind.Header, "0 1 0 0 0")]
    [InlineData(TimeoutKind.Response, "0 0 0 1 0")]
    [InlineData(TimeoutKind.Stalled, "0 0 0 0 1")]
    public void Each_kind_is_counted_as_itself(TimeoutKind kind, string counted)
    {
        Verdict(kind).CountBy(_counters);
        string.Join(' ', _counters.Timeouts).ShouldBe(counted);
    }

    [Fact]
    public void One_of_no_kind_is_not_counted()
    {
        Verdict(null).CountBy(_counters);
        string.Join(' ', _counters.Timeouts).ShouldBe("0 0 0 0 0");
    }

    private static DeadlineVerdict Verdict(TimeoutKind? kind) =>
        new(0, kind, FailureCode.HttpResponseTimeout, "too long", 0);
}
