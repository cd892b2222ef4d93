// What may be done to a backend, for the OpenAPI document: one route serves all of it.
using Microsoft.AspNetCore.Http;
using Weir.Admin.OpenApi;
using Weir.Admin.Views;

namespace Weir.Admin.Endpoints;

/// <summary>The notes of <see cref="BackendEndpoints"/>.</summary>
internal static class BackendNotes
{
    private const string Path = "/api/v1/clusters/{cluster}/backends/{address}/";

    public static IEnumerable<OperationNote> All =>
        [
            Order("drain", "No new work; what runs finishes, checks go on"),
            Order("maint", "Drain, checks stop, tcp sessions are cut"),
            Order("ready", "Back into service"),
            new("put", Path + "weight", "Its share of new work; 0 for none")
            {
                Answer = AdminJson.Default.BackendView,
                Body = AdminJson.Default.WeightRequest,
                Refusals =
                [
                    (StatusCodes.Status400BadRequest, "the body is no such object"),
                    Unknown,
                    (StatusCodes.Status422UnprocessableEntity, "the weight is out of range"),
                ],
            },
        ];

    private static (int, string) Unknown =>
        (StatusCodes.Status404NotFound, "there is no such cluster or backend");

    private static OperationNote Order(string action, string summary) =>
        new("post", Path + action, summary)
        {
            Answer = AdminJson.Default.BackendView,
            Refusals = [Unknown],
        };
}
