// The reason that an operator may give with a change.
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Weir.Admin.Security;
using Weir.Admin.Views;
using Weir.Configuration;
using Weir.Configuration.Values;
using Weir.Proxy.Backends;

namespace Weir.Admin.Endpoints;

/// <summary>A change as it is asked for: by whom, and why.</summary>
/// <param name="Who">See <see cref="Operator"/>.</param>
/// <param name="Reason">As given, cut to <see cref="Limits.MaxReasonChars"/>.</param>
internal readonly record struct GivenReason(string Who, string Reason)
{
    /// <summary>For a change of a backend, kept beside it.</summary>
    public OperatorOrder MakeOrder()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return new OperatorOrder(
            now.ToUnixTimeMilliseconds(),
            Who,
            OneLine.Of(Reason, Limits.MaxReasonChars)
        )
        {
            Timestamp = BackendView.Rfc3339(now),
        };
    }

    public static GivenReason Of(HttpContext context, string? reason) =>
        new(Operator.Describe(context), ShownText.Beginning(reason ?? "", Limits.MaxReasonChars));

    public OperatorAct Act(string what, BackendState? backend = null) =>
        new(Who, what, Reason) { Cluster = backend?.Cluster.Name, Backend = backend?.Address };

    /// <summary>Takes <c>{"reason": "text"}</c>, or no body; null after answering 400 to anything else.</summary>
    public static async Task<GivenReason?> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        try
        {
            ReasonRequest? request =
                body.Length == 0
                    ? null
                    : JsonSerializer.Deserialize(
                        body.GetBuffer().AsSpan(0, (int)body.Length),
                        AdminJson.Default.ReasonRequest
                    );
            return Of(context, request?.Reason);
        }
        catch (JsonException)
        {
            await Reply.Problem(
                context,
                StatusCodes.Status400BadRequest,
                """the body, if there is one, must be {"reason": "text"}"""
            );
            return null;
        }
    }
}
