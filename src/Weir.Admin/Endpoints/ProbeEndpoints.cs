// What orchestrators and other load balancers ask: is it alive, may it get traffic. No token is needed.
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Weir.Admin.Endpoints;

/// <summary><c>/livez</c> and <c>/readyz</c>.</summary>
internal static class ProbeEndpoints
{
    public const string LivePath = "/livez";
    public const string ReadyPath = "/readyz";

    public static void Map(IEndpointRouteBuilder routes, IAdminControl control)
    {
        routes.MapMethods(
            LivePath,
            Reply.Read,
            context => Reply.Text(context, StatusCodes.Status200OK, "ok\n")
        );
        routes.MapMethods(ReadyPath, Reply.Read, context => Ready(context, control));
    }

    private static Task Ready(HttpContext context, IAdminControl control)
    {
        IReadOnlyList<string> reasons = Readiness.Reasons(control.Status, control.Clusters);
        return reasons.Count == 0
            ? Reply.Text(context, StatusCodes.Status200OK, "ok\n")
            : Reply.Text(
                context,
                StatusCodes.Status503ServiceUnavailable,
                string.Join('\n', reasons) + "\n"
            );
    }
}
