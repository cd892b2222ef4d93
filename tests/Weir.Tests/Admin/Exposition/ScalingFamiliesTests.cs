// The scaling signals among the metrics.
using Shouldly;
using Weir.Admin.Exposition;
using Xunit;

namespace Weir.Tests.Admin.Exposition;

public sealed class ScalingFamiliesTests
{
    private readonly RecordingVisitor _visitor = new();

    [Fact]
    public void A_cluster_with_a_limit_has_a_figure_in_each_family()
    {
        Visit(new TestMetrics(maxConnections: 10));
        _visitor.Samples.Count.ShouldBe(_visitor.Families.Count);
        _visitor.Samples.ShouldContain("weir_scaling_desired_backends cluster=api = 0");
    }

    [Fact]
    public void Without_a_limit_there_is_nothing_to_desire()
    {
        Visit(new TestMetrics());
        _visitor.Samples.ShouldContain("weir_scaling_demand cluster=api = 0");
        _visitor.Samples.ShouldNotContain(s =>
            s.StartsWith("weir_scaling_desired", StringComparison.Ordinal)
        );
    }

    private void Visit(TestMetrics metrics)
    {
        metrics.Collector.SampleScaling(0, 60_000_000);
        ScalingFamilies.Visit(metrics.Collector.Collect(), _visitor);
    }
}
