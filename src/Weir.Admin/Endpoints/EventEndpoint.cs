// The event stream.
using System.Net.ServerSentEvents;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Events;
using Weir.Admin.OpenApi;

namespace Weir.Admin.Endpoints;

/// <summary>
/// <c>GET /api/v1/events</c>: server-sent events (WHATWG HTML, section 9.2). <c>?kinds=traffic,backend</c> asks for some kinds of events;
/// without it <c>metrics</c> and <c>backend</c> come.
/// </summary>
internal static class EventEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, EventHub hub) =>
        routes
            .MapGet("/api/v1/events", context => Stream(context, hub))
            .WithMetadata(
                OperationNote.File(
                    "/api/v1/events",
                    "Server-sent events: metrics and traffic each second, backend on each change of one, operator on each act of one",
                    "text/event-stream"
                ) with
                {
                    Query =
                    [
                        (
                            "kinds",
                            "some of metrics, backend, traffic and operator, separated by commas"
                        ),
                    ],
                    Refusals =
                    [
                        (StatusCodes.Status400BadRequest, "kinds holds another word"),
                        (StatusCodes.Status503ServiceUnavailable, "too many streams at a time"),
                    ],
                }
            );

    private static async Task Stream(HttpContext context, EventHub hub)
    {
        if (!TryParseKinds(context.Request.Query["kinds"], out EventKinds kinds))
        {
            await Reply.Problem(
                context,
                StatusCodes.Status400BadRequest,
                "kinds is a list of metrics, backend, traffic and operator, separated by commas"
            );
            return;
        }

        if (!hub.TrySubscribe(out Channel<SseItem<string>>? events, kinds))
        {
            await Reply.Problem(
                context,
                StatusCodes.Status503ServiceUnavailable,
                $"no more than {EventHub.MaxSubscribers} event streams at a time"
            );
            return;
        }

        try
        {
            await TypedResults
                .ServerSentEvents(events.Reader.ReadAllAsync(context.RequestAborted))
                .ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader went away: that is how event streams end.
        }
        finally
        {
            hub.Unsubscribe(events);
        }
    }

    private static bool TryParseKinds(string? text, out EventKinds kinds)
    {
        kinds = text is null ? EventKinds.Default : EventKinds.None;
        foreach (string name in text?.Split(',') ?? [])
        {
            EventKinds kind = name switch
            {
                "metrics" => EventKinds.Metrics,
                "backend" => EventKinds.Backend,
                "traffic" => EventKinds.Traffic,
                "operator" => EventKinds.Operator,
                _ => EventKinds.None,
            };
            if (kind == EventKinds.None)
            {
                return false;
            }

            kinds |= kind;
        }

        return true;
    }
}
