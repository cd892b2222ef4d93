// The whole admin API.
using Microsoft.AspNetCore.Routing;

namespace Weir.Admin.Endpoints;

/// <summary>Maps every endpoint. Each carries a note on each of its operations, from which the OpenAPI document is made.</summary>
internal static class AllEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, AdminParts parts)
    {
        IAdminControl control = parts.Control;
        ProbeEndpoints.Map(routes, control);
        StatusEndpoints.Map(routes, control, parts.Monitor);
        BackendEndpoints.Map(routes, control, parts.Notes);
        ScalingEndpoint.Map(routes, control);
        ReloadEndpoint.Map(routes, control, parts.Notes);
        DoctorEndpoint.Map(routes, control);
        FailureEndpoint.Map(routes, control);
        HistoryEndpoint.Map(routes, control, parts.Monitor);
        EventEndpoint.Map(routes, parts.Hub);
        OpenApiEndpoint.Map(routes, control);
        DashboardEndpoints.Map(routes);
    }
}
