// What each cluster's load asks for.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.OpenApi;
using Weir.Admin.Views;

namespace Weir.Admin.Endpoints;

/// <summary><c>/api/v1/scaling</c>.</summary>
internal static class ScalingEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IAdminControl control) =>
        routes
            .MapMethods(
                "/api/v1/scaling",
                Reply.Read,
                context =>
                    Reply.Json(
                        context,
                        ScalingView.All(control),
                        AdminJson.Default.ScalingViewArray
                    )
            )
            .WithMetadata(
                OperationNote.Get(
                    "/api/v1/scaling",
                    "What each cluster's load asks for",
                    AdminJson.Default.ScalingViewArray
                )
            );
}
