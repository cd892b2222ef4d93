// Holds the reading of metrics text to names and labels.
using Shouldly;
using Weir.Demo;
using Xunit;

namespace Weir.Tests.Demo;

public sealed class DemoAdminTests
{
    private const string Metrics = """
        # TYPE weir_pool_acquires_total counter
        weir_pool_acquires_total{cluster="a",backend="x",result="reused"} 90
        weir_pool_acquires_total{cluster="a",backend="y",result="reused"} 5
        weir_pool_acquires_total{cluster="a",backend="x",result="opened"} 5
        weir_pool_acquires_total_other 1000
        active_connections_total 8
        """;

    [Fact]
    public void A_metric_is_summed_over_its_series_by_name_and_label()
    {
        DemoAdmin.Sum(Metrics, "weir_pool_acquires_total").ShouldBe(100);
        DemoAdmin.Sum(Metrics, "weir_pool_acquires_total", "result=\"reused\"").ShouldBe(95);
        DemoAdmin.Sum(Metrics, "active_connections_total").ShouldBe(8);
        DemoAdmin.Sum(Metrics, "weir_pool").ShouldBe(0);
    }
}
