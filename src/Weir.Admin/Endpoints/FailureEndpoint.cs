// What the flight recorder holds.
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.OpenApi;
using Weir.Admin.Views;
using Weir.Configuration;
using Weir.Configuration.Values;
using Weir.Proxy.Facts;

namespace Weir.Admin.Endpoints;

/// <summary><c>GET /api/v1/failures</c>, newest first; <c>?limit=</c>, <c>?error=</c> and <c>?cluster=</c> narrow it down.</summary>
internal static class FailureEndpoint
{
    private const int MostKept = FailureCodes.Count * Limits.FailuresKeptPerCode;

    public static void Map(IEndpointRouteBuilder routes, IAdminControl control) =>
        routes
            .MapMethods("/api/v1/failures", Reply.Read, context => List(context, control))
            .WithMetadata(
                OperationNote.Get(
                    "/api/v1/failures",
                    "The last failures with the steps that led there, newest first",
                    AdminJson.Default.FailureViewArray
                ) with
                {
                    Query =
                    [
                        ("limit", "at most so many, from 1 to 2147483647"),
                        ("error", "with this code only"),
                        ("cluster", "of this cluster only"),
                    ],
                    Refusals = [(StatusCodes.Status400BadRequest, "limit is no such number")],
                }
            );

    private static Task List(HttpContext context, IAdminControl control)
    {
        IQueryCollection query = context.Request.Query;
        string? error = query["error"];
        string? cluster = query["cluster"];
        int limit = MostKept;
        if (
            query["limit"] is [{ } text]
            && (!int.TryParse(text, CultureInfo.InvariantCulture, out limit) || limit < 1)
        )
        {
            return Reply.Problem(
                context,
                StatusCodes.Status400BadRequest,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"limit is a whole number from 1 to {int.MaxValue}, not \"{ShownText.Quote(text)}\""
                )
            );
        }

        FailureView[] found =
        [
            .. control
                .Failures.Read()
                .Where(f =>
                    error is null || string.Equals(f.Record.Code, error, StringComparison.Ordinal)
                )
                .Where(f =>
                    cluster is null
                    || string.Equals(f.Record.Cluster, cluster, StringComparison.Ordinal)
                )
                .Take(limit)
                .Select(FailureView.Of),
        ];
        return Reply.Json(context, found, AdminJson.Default.FailureViewArray);
    }
}
