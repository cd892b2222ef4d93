// Around every request: headers that each answer carries, and a body for errors that have none.
using Microsoft.AspNetCore.Http;
using Weir.Admin.Endpoints;

namespace Weir.Admin;

/// <summary>The outermost step of the pipeline.</summary>
internal static class RequestShell
{
    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Referrer-Policy"] = "no-referrer";
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await Reply.Problem(context, e.StatusCode, e.Message);
        }
        catch (Exception) when (!context.Response.HasStarted && !IsAborted(context))
        {
            // Details stay inside: an answer is no place for stack traces.
            await Reply.Problem(
                context,
                StatusCodes.Status500InternalServerError,
                "the request failed inside Weir"
            );
        }

        if (!context.Response.HasStarted && context.Response.StatusCode >= 400)
        {
            await Reply.Problem(context, context.Response.StatusCode, Describe(context));
        }
    }

    private static bool IsAborted(HttpContext context) =>
        context.RequestAborted.IsCancellationRequested;

    private static string Describe(HttpContext context) =>
        context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => $"there is nothing at {context.Request.Path}",
            StatusCodes.Status405MethodNotAllowed =>
                $"{context.Request.Path} does not take {context.Request.Method}",
            _ => "the request was refused",
        };
}
