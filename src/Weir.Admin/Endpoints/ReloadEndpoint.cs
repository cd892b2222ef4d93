// Reload by request, beside the signal and the watched file.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Events;
using Weir.Admin.OpenApi;
using Weir.Admin.Views;

namespace Weir.Admin.Endpoints;

/// <summary><c>POST /api/v1/reload</c>.</summary>
internal static class ReloadEndpoint
{
    public static void Map(
        IEndpointRouteBuilder routes,
        IAdminControl control,
        OperatorNotes notes
    ) =>
        routes
            .MapPost("/api/v1/reload", context => Reload(context, control, notes))
            .WithMetadata(
                new OperationNote("post", "/api/v1/reload", "Reads the file again and applies it")
                {
                    Answer = AdminJson.Default.ReloadView,
                    Refusals =
                    [
                        (StatusCodes.Status409Conflict, "it runs without a file"),
                        (
                            StatusCodes.Status422UnprocessableEntity,
                            "the file is invalid; the old configuration stays in force"
                        ),
                    ],
                }
            );

    private static async Task Reload(
        HttpContext context,
        IAdminControl control,
        OperatorNotes notes
    )
    {
        if (await GivenReason.ReadAsync(context) is not { } given)
        {
            return;
        }

        notes.Note(given.Act("reload"));
        await Answer(context, control.Reload());
    }

    private static Task Answer(HttpContext context, ReloadResult result) =>
        result.Outcome switch
        {
            ReloadOutcome.Applied => Reply.Json(
                context,
                new ReloadView("reloaded", result.Problems),
                AdminJson.Default.ReloadView
            ),
            ReloadOutcome.Rejected => Reply.Problem(
                context,
                StatusCodes.Status422UnprocessableEntity,
                "the configuration is invalid; the old one stays in force",
                result.Problems
            ),
            _ => Reply.Problem(
                context,
                StatusCodes.Status409Conflict,
                "running without a configuration file: there is nothing to reload"
            ),
        };
}
