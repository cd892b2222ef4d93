// What only reads: metrics, status, clusters, config.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Views;

namespace Weir.Admin.Endpoints;

/// <summary><c>/metrics</c>, <c>/api/v1/status</c>, <c>/api/v1/clusters</c>, <c>/api/v1/config</c> and <c>/api/v1/config/values</c>.</summary>
internal static class StatusEndpoints
{
    public const string MetricsPath = "/metrics";

    public static void Map(IEndpointRouteBuilder routes, IAdminControl control)
    {
        routes.MapMethods(
            MetricsPath,
            Reply.Read,
            context =>
                Reply.Text(
                    context,
                    StatusCodes.Status200OK,
                    Prometheus.Write(control.CollectMetrics(), ProcessFigures.Read()),
                    Prometheus.ContentType
                )
        );
        routes.MapMethods(
            "/api/v1/status",
            Reply.Read,
            context => Reply.Json(context, StatusView.Of(control), AdminJson.Default.StatusView)
        );
        routes.MapMethods(
            "/api/v1/clusters",
            Reply.Read,
            context =>
                Reply.Json(context, ClusterView.All(control), AdminJson.Default.ClusterViewArray)
        );
        routes.MapMethods(
            "/api/v1/config",
            Reply.Read,
            context =>
                Reply.Text(
                    context,
                    StatusCodes.Status200OK,
                    control.ConfigJson(),
                    "application/json"
                )
        );
        routes.MapMethods(
            "/api/v1/config/values",
            Reply.Read,
            context =>
                Reply.Json(
                    context,
                    [.. control.ConfigValues().Select(ConfigValueView.Of)],
                    AdminJson.Default.ConfigValueViewArray
                )
        );
    }
}
