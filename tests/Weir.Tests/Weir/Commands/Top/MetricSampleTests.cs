// Holds the reading of metrics to the text format, as far as `weir top` needs it.
using Shouldly;
using Weir.Commands.Top;
using Xunit;

namespace Weir.Tests.Commands.Top;

public sealed class MetricSampleTests
{
    [Fact]
    public void A_figure_has_a_name_labels_and_a_value()
    {
        MetricSample sample = MetricSample.Parse(
            """weir_pool_acquires_total{cluster="api",backend="[::1]:9100",result="reused"} 1.5e3"""
        )!; // it is a figure
        sample.Name.ShouldBe("weir_pool_acquires_total");
        sample.Label("cluster").ShouldBe("api");
        sample.Label("backend").ShouldBe("[::1]:9100");
        sample.Label("result").ShouldBe("reused");
        sample.Label("other").ShouldBeEmpty();
        sample.Value.ShouldBe(1500);
    }

    [Fact]
    public void A_figure_without_labels_is_read() =>
        MetricSample.Parse("active_connections_total 7").ShouldNotBeNull().Value.ShouldBe(7);

    [Fact]
    public void Escapes_in_labels_are_undone() =>
        MetricSample
            .Parse("""a{b="x\"y\\z\n}",c="d"} 1""")
            .ShouldNotBeNull()
            .Label("b")
            .ShouldBe("x\"y\\z\n}");

    [Theory]
    [InlineData("")]
    [InlineData("# HELP a b")]
    [InlineData("a")]
    [InlineData("a{b")]
    [InlineData("a{b=")]
    [InlineData("a{b=\"c")]
    [InlineData("a{b=\"c\"}")]
    [InlineData("a b")]
    public void What_is_no_figure_is_passed_over(string line) =>
        MetricSample.Parse(line).ShouldBeNull();
}
