// The last hour.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.OpenApi;
using Weir.Admin.Traffic;
using Weir.Admin.Views;

namespace Weir.Admin.Endpoints;

/// <summary><c>GET /api/v1/history</c>.</summary>
internal static class HistoryEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, TrafficMonitor monitor) =>
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
}
