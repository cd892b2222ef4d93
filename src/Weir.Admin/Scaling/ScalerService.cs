// The external scaler for KEDA: the scaling signals of a cluster in its words. One instance for each call.
using System.Globalization;
using Grpc.Core;
using Weir.Admin.Scaling.Wire;
using Weir.Proxy.Metrics;

namespace Weir.Admin.Scaling;

/// <summary>
/// A trigger names its <c>cluster</c>, and its <c>targetConcurrency</c> where the cluster's own does not fit. KEDA's autoscaler asks for
/// value ÷ target replicas, rounded up: demand ÷ target concurrency.
/// </summary>
internal sealed class ScalerService(Func<IReadOnlyList<ClusterScaling>> signals, TimeProvider time)
    : ExternalScaler.ExternalScalerBase
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public override Task<IsActiveResponse> IsActive(
        ScaledObjectRef request,
        ServerCallContext context
    ) => Task.FromResult(new IsActiveResponse { Result = Find(request).IsActive });

    /// <summary>Says so at once, and then at each change, until the caller leaves.</summary>
    public override async Task StreamIsActive(
        ScaledObjectRef request,
        IServerStreamWriter<IsActiveResponse> responseStream,
        ServerCallContext context
    )
    {
        bool? told = null;
        using var timer = new PeriodicTimer(LookEvery, time);
        do
        {
            bool isActive = Find(request).IsActive;
            if (isActive != told)
            {
                told = isActive;
                await responseStream.WriteAsync(
                    new IsActiveResponse { Result = isActive },
                    context.CancellationToken
                );
            }
        } while (await timer.WaitForNextTickAsync(context.CancellationToken));
    }

    public override Task<GetMetricSpecResponse> GetMetricSpec(
        ScaledObjectRef request,
        ServerCallContext context
    )
    {
        double target = TargetOf(request, Find(request));
        return Task.FromResult(
            new GetMetricSpecResponse
            {
                MetricSpecs =
                {
                    new MetricSpec
                    {
                        MetricName = MetricNameOf(request),
                        TargetSize = long.Max(1, (long)target),
                        TargetSizeFloat = target,
                    },
                },
            }
        );
    }

    public override Task<GetMetricsResponse> GetMetrics(
        GetMetricsRequest request,
        ServerCallContext context
    )
    {
        ScaledObjectRef scaled = request.ScaledObjectRef ?? new ScaledObjectRef();
        double demand = Find(scaled).Demand;
        return Task.FromResult(
            new GetMetricsResponse
            {
                MetricValues =
                {
                    new MetricValue
                    {
                        MetricName = MetricNameOf(scaled),
                        MetricValue_ = (long)double.Ceiling(demand),
                        MetricValueFloat = demand,
                    },
                },
            }
        );
    }

    private static string MetricNameOf(ScaledObjectRef request) =>
        "weir-demand-" + request.ScalerMetadata["cluster"];

    private ClusterScaling Find(ScaledObjectRef request)
    {
        IReadOnlyList<ClusterScaling> known = signals();
        if (!request.ScalerMetadata.TryGetValue("cluster", out string? name))
        {
            throw Refused(
                StatusCode.InvalidArgument,
                $"the trigger's metadata needs \"cluster\", one of: {Names(known)}"
            );
        }

        return known.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.Ordinal))
            ?? throw Refused(
                StatusCode.NotFound,
                $"there is no cluster \"{name}\", but: {Names(known)}"
            );
    }

    private static double TargetOf(ScaledObjectRef request, ClusterScaling cluster)
    {
        if (request.ScalerMetadata.TryGetValue("targetConcurrency", out string? text))
        {
            return
                double.TryParse(
                    text,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out double target
                )
                && target > 0
                ? target
                : throw Refused(
                    StatusCode.InvalidArgument,
                    $"\"targetConcurrency\" in the trigger's metadata must be a number above 0, found \"{text}\""
                );
        }

        return cluster.Capacity.Target > 0
            ? cluster.Capacity.Target
            : throw Refused(
                StatusCode.FailedPrecondition,
                $"cluster \"{cluster.Name}\" has neither \"targetConcurrency\" nor \"maxConnections\": "
                    + "set one, or \"targetConcurrency\" in the trigger's metadata"
            );
    }

    private static string Names(IReadOnlyList<ClusterScaling> clusters) =>
        string.Join(", ", clusters.Select(c => $"\"{c.Name}\""));

    private static RpcException Refused(StatusCode code, string message) =>
        new(new Status(code, message));
}
