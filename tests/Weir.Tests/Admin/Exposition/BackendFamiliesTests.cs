// That each figure of a backend has the label of what was counted.
using Shouldly;
using Weir.Admin.Exposition;
using Weir.Configuration;
using Weir.Proxy.Facts;
using Weir.Tests.Proxy.Metrics;
using Xunit;

namespace Weir.Tests.Admin.Exposition;

public sealed class BackendFamiliesTests
{
    private const string Labels = "cluster=api backend=127.0.0.1:9100";
    private readonly TestMetrics _metrics = new();

    private List<string> Visit()
    {
        var visitor = new RecordingVisitor();
        BackendFamilies.Visit(_metrics.Collector.Collect(), visitor);
        return visitor.Samples;
    }

    [Theory]
    [InlineData(AcquireResult.Reused, "reused")]
    [InlineData(AcquireResult.Warm, "warm")]
    [InlineData(AcquireResult.Opened, "opened")]
    public void Acquires_by_result(AcquireResult result, string label)
    {
        _metrics.BackendCounters.Count(result);
        Visit().ShouldContain($"weir_pool_acquires_total {Labels} result={label} = 1");
    }

    [Theory]
    [InlineData(EvictionReason.Overflow, "overflow")]
    [InlineData(EvictionReason.Idle, "idle")]
    [InlineData(EvictionReason.Stale, "stale")]
    [InlineData(EvictionReason.Unhealthy, "unhealthy")]
    public void Evictions_by_reason(EvictionReason reason, string label)
    {
        _metrics.BackendCounters.Count(reason);
        Visit().ShouldContain($"weir_pool_evictions_total {Labels} reason={label} = 1");
    }

    [Theory]
    [InlineData(ConnectResult.Ok, "ok")]
    [InlineData(ConnectResult.Refused, "refused")]
    [InlineData(ConnectResult.Timeout, "timeout")]
    [InlineData(ConnectResult.Unreachable, "unreachable")]
    [InlineData(ConnectResult.Error, "error")]
    public void Connects_by_result(ConnectResult result, string label)
    {
        _metrics.BackendCounters.Count(result);
        Visit().ShouldContain($"weir_backend_connects_total {Labels} result={label} = 1");
    }

    [Fact]
    public void Responses_by_class_and_time()
    {
        Visit().ShouldContain($"weir_backend_response_seconds {Labels} = 0");
        _metrics.BackendCounters.CountResponse(503, 700);
        List<string> samples = Visit();
        samples.ShouldContain($"weir_backend_responses_total {Labels} code_class=5xx = 1");
        samples.ShouldContain($"weir_backend_response_seconds {Labels} = 1");
    }

    [Fact]
    public void Checks_and_transitions_by_outcome()
    {
        _metrics.Backend.Check(success: true, 5);
        _metrics.Backend.Check(success: false, Defaults.BackendFailureThreshold);
        _metrics.Backend.Check(success: true, 5);
        List<string> samples = Visit();

        samples.ShouldContain($"weir_health_checks_total {Labels} result=success = 10");
        samples.ShouldContain(
            $"weir_health_checks_total {Labels} result=failure = {Defaults.BackendFailureThreshold}"
        );
        samples.ShouldContain($"weir_health_transitions_total {Labels} to=healthy = 2");
        samples.ShouldContain($"weir_health_transitions_total {Labels} to=unhealthy = 1");
    }
}
