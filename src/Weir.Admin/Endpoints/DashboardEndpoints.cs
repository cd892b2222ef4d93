// The dashboard, from resources of the assembly: one binary has it all, and nothing is fetched from elsewhere.
using System.IO.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.OpenApi;

namespace Weir.Admin.Endpoints;

/// <summary><c>GET /</c> and the files that the page asks for.</summary>
internal static class DashboardEndpoints
{
    public const string PagePath = "/";
    private const string ScriptPath = "/dashboard.js";
    private const string StylePath = "/dashboard.css";
    private const string IconPath = "/favicon.svg";

    public static void Map(IEndpointRouteBuilder routes)
    {
        MapFile(routes, PagePath, "index.html", "text/html; charset=utf-8");
        MapFile(routes, ScriptPath, "dashboard.js", "text/javascript; charset=utf-8");
        MapFile(routes, StylePath, "dashboard.css", "text/css; charset=utf-8");
        MapFile(routes, IconPath, "favicon.svg", "image/svg+xml");
    }

    /// <summary>Whether a path is the page or one of its files, which a browser asks for by itself.</summary>
    public static bool IsPartOfPage(PathString path) =>
        path.Value is PagePath or ScriptPath or StylePath or IconPath;

    private static void MapFile(
        IEndpointRouteBuilder routes,
        string path,
        string file,
        string contentType
    )
    {
        byte[] plain = ReadResource($"Weir.Admin.Dashboard.{file}");
        byte[] zipped = Zip(plain);
        routes
            .MapMethods(path, Reply.Read, context => Send(context, plain, zipped, contentType))
            .WithMetadata(
                OperationNote.File(path, $"{file} of the dashboard", contentType.Split(';')[0])
            );
    }

    private static Task Send(HttpContext context, byte[] plain, byte[] zipped, string contentType)
    {
        HttpResponse response = context.Response;
        bool takesGzip = context
            .Request.Headers.AcceptEncoding.ToString()
            .Contains("gzip", StringComparison.OrdinalIgnoreCase);
        byte[] body = takesGzip ? zipped : plain;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        response.Headers.Vary = "Accept-Encoding";
        if (takesGzip)
        {
            response.Headers.ContentEncoding = "gzip";
        }

        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private static byte[] Zip(byte[] plain)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal))
        {
            gzip.Write(plain);
        }

        return zipped.ToArray();
    }

    private static byte[] ReadResource(string name)
    {
        using Stream stream =
            typeof(DashboardEndpoints).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded");
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
