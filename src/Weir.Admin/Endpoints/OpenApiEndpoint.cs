// The API's own description.
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.OpenApi;

namespace Weir.Admin.Endpoints;

/// <summary><c>GET /api/v1/openapi.json</c>: every endpoint that is mapped. Made at the first call, since few ask.</summary>
internal static class OpenApiEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, IAdminControl control)
    {
        const string path = "/api/v1/openapi.json";
        var document = new Lazy<string>(() =>
        {
            JsonObject built = OpenApiDocument.Build(
                routes.DataSources.SelectMany(s => s.Endpoints),
                control.Status.Version
            );
            return built.ToJsonString();
        });
        routes
            .MapMethods(
                path,
                Reply.Read,
                context =>
                    Reply.Text(context, StatusCodes.Status200OK, document.Value, "application/json")
            )
            .WithMetadata(OperationNote.Get(path, "This document"));
    }
}
