// Settings that hurt, as `weir doctor` and the dashboard show them.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.OpenApi;
using Weir.Admin.Views;

namespace Weir.Admin.Endpoints;

/// <summary><c>GET /api/v1/doctor</c>.</summary>
internal static class DoctorEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IAdminControl control) =>
        routes
            .MapMethods(
                "/api/v1/doctor",
                Reply.Read,
                context =>
                    Reply.Json(
                        context,
                        new DoctorView([.. control.Diagnose().Select(FindingView.Of)]),
                        AdminJson.Default.DoctorView
                    )
            )
            .WithMetadata(
                OperationNote.Get(
                    "/api/v1/doctor",
                    "Settings that hurt, the worst first",
                    AdminJson.Default.DoctorView
                )
            );
}
