// Runtime control of one backend.
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Events;
using Weir.Admin.Views;
using Weir.Configuration;
using Weir.Proxy.Backends;

namespace Weir.Admin.Endpoints;

/// <summary>
/// <c>POST /api/v1/clusters/{cluster}/backends/{address}/{drain|ready|maint}</c> and <c>PUT …/weight</c>. The address of a Unix
/// socket has slashes: they may come as they are or as %2F, so the route takes the rest of the path and splits off its last segment.
/// </summary>
internal static class BackendEndpoints
{
    public static void Map(
        IEndpointRouteBuilder routes,
        IAdminControl control,
        OperatorNotes notes
    ) =>
        routes
            .Map(
                "/api/v1/clusters/{cluster}/backends/{**rest}",
                context => Dispatch(context, control, notes)
            )
            .WithMetadata([.. BackendNotes.All]);

    private static Task Dispatch(HttpContext context, IAdminControl control, OperatorNotes notes)
    {
        string rest = RouteNames.Read(context, "rest");
        int slash = rest.LastIndexOf('/');
        string address = rest[..int.Max(0, slash)];
        string action = rest[(slash + 1)..];
        if (address.Length == 0 || MethodOf(action) is not { } method)
        {
            return Reply.Problem(
                context,
                StatusCodes.Status404NotFound,
                "expected …/backends/ADDRESS/drain, ready, maint or weight"
            );
        }

        if (!HttpMethods.Equals(context.Request.Method, method))
        {
            context.Response.Headers.Allow = method;
            return Reply.Problem(
                context,
                StatusCodes.Status405MethodNotAllowed,
                $"{action} takes {method} only"
            );
        }

        string cluster = RouteNames.Read(context, "cluster");
        if (!TryFind(control, cluster, address, out BackendState? backend, out string missing))
        {
            return Reply.Problem(context, StatusCodes.Status404NotFound, missing);
        }

        return action is "weight"
            ? SetWeight(context, notes, backend)
            : SetState(context, notes, backend, action);
    }

    private static string? MethodOf(string action) =>
        action switch
        {
            "drain" or "ready" or "maint" => HttpMethods.Post,
            "weight" => HttpMethods.Put,
            _ => null,
        };

    private static async Task SetState(
        HttpContext context,
        OperatorNotes notes,
        BackendState backend,
        string action
    )
    {
        if (await GivenReason.ReadAsync(context) is not { } given)
        {
            return;
        }

        notes.Note(given.Act(action, backend));
        AdminState state = action switch
        {
            "drain" => AdminState.Drain,
            "maint" => AdminState.Maint,
            _ => AdminState.Ready,
        };
        backend.SetAdmin(state, given.MakeOrder());
        await ReplyBackend(context, backend);
    }

    private static async Task SetWeight(
        HttpContext context,
        OperatorNotes notes,
        BackendState backend
    )
    {
        WeightRequest? request;
        try
        {
            request = await JsonSerializer.DeserializeAsync(
                context.Request.Body,
                AdminJson.Default.WeightRequest,
                context.RequestAborted
            );
        }
        catch (JsonException)
        {
            request = null;
        }

        if (request?.Weight is not { } weight)
        {
            await Reply.Problem(
                context,
                StatusCodes.Status400BadRequest,
                """the body must be {"weight": n}, n a whole number; it may hold "reason": "text" as well"""
            );
            return;
        }

        if (weight is < 0 or > Limits.MaxWeight)
        {
            await Reply.Problem(
                context,
                StatusCodes.Status422UnprocessableEntity,
                $"weight {weight} is out of range: 0 to {Limits.MaxWeight}"
            );
            return;
        }

        GivenReason given = GivenReason.Of(context, request.Reason);
        notes.Note(given.Act("weight", backend) with { Weight = (int)weight });
        backend.SetWeight((int)weight, given.MakeOrder());
        await ReplyBackend(context, backend);
    }

    private static Task ReplyBackend(HttpContext context, BackendState backend) =>
        Reply.Json(context, BackendView.Of(backend), AdminJson.Default.BackendView);

    private static bool TryFind(
        IAdminControl control,
        string clusterName,
        string address,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out BackendState? backend,
        out string missing
    )
    {
        ClusterState? cluster = control.Clusters.FirstOrDefault(c =>
            string.Equals(c.Name, clusterName, StringComparison.Ordinal)
        );
        backend = cluster?.Find(address);
        missing = cluster is null
            ? $"no cluster {clusterName}{RouteNames.Meant(clusterName, control.Clusters.Select(c => c.Name))}"
            : $"no backend {address} in cluster {clusterName}{RouteNames.Meant(address, cluster.Backends.Select(b => b.Address))}";
        return backend is not null;
    }
}
