// What KEDA is told, and what it is told when its trigger asks for nonsense.
using Grpc.Core;
using Shouldly;
using Weir.Admin.Scaling;
using Weir.Admin.Scaling.Wire;
using Weir.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Admin.Scaling;

public sealed class ScalerServiceTests
{
    private readonly ScalerService _service = new(
        () =>
            [
                new ClusterScaling
                {
                    Name = "api",
                    Capacity = new(2, 2, MaxConnections: 10, TargetConcurrency: 0),
                    Demand = 15.5,
                    IsActive = true,
                },
                new ClusterScaling { Name = "open", Capacity = new(1, 1, 0, 0) },
            ],
        TimeProvider.System
    );

    [Fact]
    public async Task Demand_over_target_concurrency_makes_the_replicas()
    {
        MetricSpec spec = (await SpecOf(("cluster", "api"))).MetricSpecs.ShouldHaveSingleItem();
        (spec.MetricName, spec.TargetSize, spec.TargetSizeFloat).ShouldBe(
            ("weir-demand-api", 7, 7.0)
        );
        GetMetricsResponse metrics = await _service.GetMetrics(
            new() { ScaledObjectRef = Of(("cluster", "api")), MetricName = spec.MetricName },
            null!
        );
        MetricValue value = metrics.MetricValues.ShouldHaveSingleItem();
        (value.MetricName, value.MetricValue_, value.MetricValueFloat).ShouldBe(
            ("weir-demand-api", 16, 15.5)
        );
    }

    [Fact]
    public async Task A_cluster_is_active_while_there_is_work()
    {
        (await _service.IsActive(Of(("cluster", "api")), null!)).Result.ShouldBeTrue();
        (await _service.IsActive(Of(("cluster", "open")), null!)).Result.ShouldBeFalse();
    }

    [Fact]
    public async Task A_trigger_may_bring_a_target_of_its_own() =>
        (await SpecOf(("cluster", "open"), ("targetConcurrency", "2.5")))
            .MetricSpecs.Single()
            .TargetSizeFloat.ShouldBe(2.5);

    [Fact]
    public void What_cannot_be_answered_says_what_to_change()
    {
        Refused()
            .ShouldBe(
                (
                    StatusCode.InvalidArgument,
                    "the trigger's metadata needs \"cluster\", one of: \"api\", \"open\""
                )
            );
        Refused(("cluster", "ap"))
            .ShouldBe((StatusCode.NotFound, "there is no cluster \"ap\", but: \"api\", \"open\""));
        Refused(("cluster", "open")).Code.ShouldBe(StatusCode.FailedPrecondition);
        Refused(("cluster", "open")).Detail.ShouldContain("maxConnections");
        Refused(("cluster", "api"), ("targetConcurrency", "-1"))
            .Code.ShouldBe(StatusCode.InvalidArgument);
    }

    private (StatusCode Code, string Detail) Refused(params (string, string)[] metadata)
    {
        RpcException refusal = Should.Throw<RpcException>(() => SpecOf(metadata));
        return (refusal.StatusCode, refusal.Status.Detail);
    }

    private Task<GetMetricSpecResponse> SpecOf(params (string, string)[] metadata) =>
        _service.GetMetricSpec(Of(metadata), null!); // the context is not looked at

    private static ScaledObjectRef Of(params (string Name, string Value)[] metadata)
    {
        var scaled = new ScaledObjectRef { Name = "workers", Namespace = "shop" };
        foreach ((string name, string value) in metadata)
        {
            scaled.ScalerMetadata.Add(name, value);
        }

        return scaled;
    }
}
