// What orchestrators and other load balancers ask: is it alive, may it get traffic. No token is needed.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Weir.Admin.OpenApi;

namespace Weir.Admin.Endpoints;

/// <summary><c>/livez</c> and <c>/readyz</c>.</summary>
internal static class ProbeEndpoints
{
    public const string LivePath = "/livez";
    public const string ReadyPath = "/readyz";

    public static void Map(IEndpointRouteBuilder routes, IAdminControl control)
    {
        routes
            .MapMethods(
                LivePath,
                Reply.Read,
                context => Reply.Text(context, StatusCodes.Status200OK, "ok\n")
            )
            .WithMetadata(Note(LivePath, "200 while the process runs"));
        routes
            .MapMethods(ReadyPath, Reply.Read, context => Ready(context, control))
            .WithMetadata(
                Note(
                    ReadyPath,
                    "200 when it listens, does not drain and every cluster has a usable backend; else 503 with the reasons"
                )
            );
    }

    private static OperationNote Note(string path, string summary) =>
        OperationNote.File(path, summary, "text/plain") with
        {
            NeedsToken = false,
        };

    private static Task Ready(HttpContext context, IAdminControl control)
    {
        AdminStatus status = control.Status;
        IReadOnlyList<string> reasons = Readiness.Reasons(status, control.Clusters);
        string warning = status.Rejected is { } rejected ? Warn(rejected) : "";
        return reasons.Count == 0
            ? Reply.Text(context, StatusCodes.Status200OK, "ok\n" + warning)
            : Reply.Text(
                context,
                StatusCodes.Status503ServiceUnavailable,
                string.Join('\n', reasons) + "\n" + warning
            );
    }

    // Who asks here has shown no token: the place of the problem is enough, its words may quote the file.
    private static string Warn(RejectedConfig rejected)
    {
        string place = rejected.Place is { Length: > 0 } known ? $": {known}" : "";
        return $"warning: {rejected.Headline(DateTimeOffset.UtcNow)}{place}; a restart would fail\n";
    }
}
