// The last hour, of the whole and of one cluster.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.OpenApi;
using Weir.Admin.Traffic;
using Weir.Admin.Views;

namespace Weir.Admin.Endpoints;

/// <summary><c>GET /api/v1/history</c> and <c>GET /api/v1/clusters/{cluster}/history</c>.</summary>
internal static class HistoryEndpoint
{
    private const string ClusterPath = "/api/v1/clusters/{cluster}/history";

    public static void Map(
        IEndpointRouteBuilder routes,
        IAdminControl control,
        TrafficMonitor monitor
    )
    {
        routes
            .MapMethods(
                "/api/v1/history",
                Reply.Read,
                context => Reply.Json(context, monitor.ReadHistory(), AdminJson.Default.HistoryView)
            )
            .WithMetadata(
                OperationNote.Get(
                    "/api/v1/history",
                    "The last hour: one list a figure, all of the same length",
                    AdminJson.Default.HistoryView
                )
            );
        routes
            .MapMethods(ClusterPath, Reply.Read, context => OfCluster(context, control, monitor))
            .WithMetadata(
                OperationNote.Get(
                    ClusterPath,
                    "The last hour of one cluster, point by point as that of the whole",
                    AdminJson.Default.ClusterHistoryView
                ) with
                {
                    Refusals = [(StatusCodes.Status404NotFound, "there is no such cluster")],
                }
            );
    }

    private static Task OfCluster(
        HttpContext context,
        IAdminControl control,
        TrafficMonitor monitor
    )
    {
        string name = RouteNames.Read(context, "cluster");
        string[] known = [.. control.Clusters.Select(c => c.Name)];
        return known.Contains(name, StringComparer.Ordinal)
            ? Reply.Json(context, monitor.ReadHistory(name), AdminJson.Default.ClusterHistoryView)
            : Reply.Problem(
                context,
                StatusCodes.Status404NotFound,
                $"no cluster {name}{RouteNames.Meant(name, known)}"
            );
    }
}
