// That each figure is told once, under the name of what was counted.
using Shouldly;
using Weir.Admin.Exposition;
using Weir.Proxy.Facts;
using Xunit;

namespace Weir.Tests.Admin.Exposition;

public sealed class MetricCatalogTests
{
    private readonly TestMetrics _metrics = new();

    private RecordingVisitor Visit()
    {
        var visitor = new RecordingVisitor();
        MetricCatalog.Visit(_metrics.Collector.Collect(), visitor);
        return visitor;
    }

    [Fact]
    public void No_figure_is_told_twice()
    {
        RecordingVisitor visitor = Visit();
        visitor.Families.Count.ShouldBe(34);
        visitor.Samples.ShouldBeUnique();
    }

    [Theory]
    [InlineData(TimeoutKind.Idle, "idle")]
    [InlineData(TimeoutKind.Header, "header")]
    [InlineData(TimeoutKind.Connect, "connect")]
    [InlineData(TimeoutKind.Response, "response")]
    [InlineData(TimeoutKind.Stalled, "stalled")]
    public void Timeouts_have_the_label_of_their_kind(TimeoutKind kind, string label)
    {
        _metrics.Worker.Count(kind);
        Visit().Samples.ShouldContain($"weir_timeouts_total kind={label} = 1");
    }

    [Fact]
    public void Failures_without_a_cluster_have_an_empty_label_and_retries_need_one()
    {
        _metrics.Worker.NoCluster.Failures[(int)FailureCode.NoRoute] = 4;
        List<string> samples = Visit().Samples;

        samples.ShouldContain("weir_failures_total cluster= reason=no_route = 4");
        samples.ShouldContain("weir_request_duration_seconds cluster= = 0");
        samples.ShouldNotContain(s => s.StartsWith("weir_retries_total cluster= "));
        samples.ShouldNotContain(s =>
            s.StartsWith("weir_backend_connect_duration_seconds cluster= ")
        );
        samples.ShouldNotContain(s => s.Contains("reason= "));
    }
}
