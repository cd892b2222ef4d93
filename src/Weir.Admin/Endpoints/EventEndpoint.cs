// The event stream.
using System.Net.ServerSentEvents;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.Events;

namespace Weir.Admin.Endpoints;

/// <summary><c>GET /api/v1/events</c>: server-sent events (WHATWG HTML, section 9.2).</summary>
internal static class EventEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, EventHub hub) =>
        routes.MapGet("/api/v1/events", context => Stream(context, hub));

    private static async Task Stream(HttpContext context, EventHub hub)
    {
        if (!hub.TrySubscribe(out Channel<SseItem<string>>? events))
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
}
