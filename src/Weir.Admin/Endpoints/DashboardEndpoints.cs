// The status page, from resources of the assembly: one binary has it all, and nothing is fetched from elsewhere.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Weir.Admin.Endpoints;

/// <summary><c>GET /</c> and the files that the page asks for.</summary>
internal static class DashboardEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        MapFile(routes, "/", "index.html", "text/html; charset=utf-8");
        MapFile(routes, "/dashboard.js", "dashboard.js", "text/javascript; charset=utf-8");
        MapFile(routes, "/dashboard.css", "dashboard.css", "text/css; charset=utf-8");
    }

    private static void MapFile(
        IEndpointRouteBuilder routes,
        string path,
        string file,
        string contentType
    )
    {
        string text = ReadResource($"Weir.Admin.Dashboard.{file}");
        routes.MapMethods(
            path,
            Reply.Read,
            context => Reply.Text(context, StatusCodes.Status200OK, text, contentType)
        );
    }

    private static string ReadResource(string name)
    {
        using Stream stream =
            typeof(DashboardEndpoints).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
