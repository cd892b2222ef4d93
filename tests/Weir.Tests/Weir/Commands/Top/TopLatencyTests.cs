// Holds quantiles to the buckets they fall into.
using Shouldly;
using Weir.Commands.Top;
using Xunit;

namespace Weir.Tests.Commands.Top;

public sealed class TopLatencyTests
{
    private readonly TopLatency _latency = new(
        TopSamples.Before,
        TopSamples.After,
        "weir_request_duration_seconds_bucket",
        s => s.Label("cluster")
    );

    [Theory]
    [InlineData(0.6, 1)] // 60 of 100 within a millisecond
    [InlineData(0.61, 10)]
    [InlineData(0.98, 10)]
    [InlineData(0.99, 10)] // above the last bound: that bound is all one knows
    public void A_quantile_is_the_upper_bound_of_its_bucket(double quantile, double wantedMs) =>
        _latency.QuantileMs("api", quantile).ShouldBe(wantedMs);

    [Fact]
    public void Without_requests_there_is_none() =>
        _latency.QuantileMs("other", 0.5).ShouldBeNull();
}
