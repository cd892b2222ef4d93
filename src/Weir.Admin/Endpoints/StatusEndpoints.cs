// What only reads: metrics, status, verdict, clusters, config.
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.OpenApi;
using Weir.Admin.Traffic;
using Weir.Admin.Views;

namespace Weir.Admin.Endpoints;

/// <summary><c>/metrics</c>, <c>/api/v1/status</c>, <c>/api/v1/verdict</c>, <c>/api/v1/clusters</c>, <c>/api/v1/config</c> and <c>/api/v1/config/values</c>.</summary>
internal static class StatusEndpoints
{
    public const string MetricsPath = "/metrics";
    private const string ConfigPath = "/api/v1/config";

    public static void Map(
        IEndpointRouteBuilder routes,
        IAdminControl control,
        TrafficMonitor monitor
    )
    {
        MapTexts(routes, control);
        MapJson(
            routes,
            "/api/v1/status",
            "All that weir status shows",
            AdminJson.Default.StatusView,
            () => StatusView.Of(control, monitor)
        );
        MapJson(
            routes,
            "/api/v1/verdict",
            "Whether something is wrong, what, why, and what to do about it, the worst first",
            AdminJson.Default.VerdictView,
            () => monitor.Judge(control.CollectMetrics())
        );
        MapJson(
            routes,
            "/api/v1/clusters",
            "The clusters with their backends",
            AdminJson.Default.ClusterViewArray,
            () => ClusterView.All(control, [])
        );
        MapJson(
            routes,
            "/api/v1/config/values",
            "The configuration in force value by value, with who says so, secrets masked",
            AdminJson.Default.ConfigValueViewArray,
            () => [.. control.ConfigValues().Select(ConfigValueView.Of)]
        );
    }

    private static void MapTexts(IEndpointRouteBuilder routes, IAdminControl control)
    {
        routes
            .MapMethods(
                MetricsPath,
                Reply.Read,
                context =>
                    Reply.Text(
                        context,
                        StatusCodes.Status200OK,
                        Prometheus.Write(control.CollectMetrics(), ProcessFigures.Read()),
                        Prometheus.ContentType
                    )
            )
            .WithMetadata(
                OperationNote.File(MetricsPath, "All figures for Prometheus", "text/plain")
            );
        routes
            .MapMethods(
                ConfigPath,
                Reply.Read,
                context =>
                    Reply.Text(
                        context,
                        StatusCodes.Status200OK,
                        control.ConfigJson(),
                        "application/json"
                    )
            )
            .WithMetadata(
                OperationNote.Get(ConfigPath, "The configuration in force, secrets masked")
            );
    }

    private static void MapJson<T>(
        IEndpointRouteBuilder routes,
        string path,
        string summary,
        JsonTypeInfo<T> type,
        Func<T> read
    ) =>
        routes
            .MapMethods(path, Reply.Read, context => Reply.Json(context, read(), type))
            .WithMetadata(OperationNote.Get(path, summary, type));
}
