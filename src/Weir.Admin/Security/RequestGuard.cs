// Stands before every endpoint: DNS rebinding, requests forged by other sites, and the token.
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Weir.Admin.Endpoints;
using Weir.Configuration.Process;

namespace Weir.Admin.Security;

/// <summary>Thread-safe. A name that an attacker's DNS points at this machine still shows in Host; a form of another site shows in Origin.</summary>
internal sealed class RequestGuard(AdminConfig config, bool isBeyondLoopback)
{
    private const string Bearer = "Bearer ";
    private const string Basic = "Basic ";
    private AccessRules _rules = AccessRules.Of(config);

    /// <summary>Takes over tokens and hosts of a new config. The address stays until a restart: bound beyond loopback, a token is never
    /// dropped.</summary>
    public void Apply(AdminConfig changed)
    {
        AccessRules rules = AccessRules.Of(changed);
        Volatile.Write(
            ref _rules,
            isBeyondLoopback && !rules.NeedsToken ? rules.WithTokenOf(_rules) : rules
        );
    }

    /// <summary>Passes the request on, or answers 403 or 401.</summary>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        AccessRules rules = Volatile.Read(ref _rules);
        HttpRequest request = context.Request;
        if (IsProbe(request))
        {
            return next(context);
        }

        bool hasToken = HasToken(rules, context);
        if (!rules.IsAllowedHost(request.Host.Host) && !(hasToken && IsScrape(request)))
        {
            return Reply.Problem(
                context,
                StatusCodes.Status403Forbidden,
                "the Host is neither a loopback name nor listed in admin.allowedHosts"
                    + (IsScrape(request) ? ", and no valid token makes up for it" : "")
            );
        }

        if (rules.NeedsToken && !hasToken)
        {
            context.Response.Headers.WWWAuthenticate = Challenges(request.Path);
            return Reply.Problem(
                context,
                StatusCodes.Status401Unauthorized,
                "a bearer token is required: admin.token of the configuration"
            );
        }

        if (IsStateChanging(request.Method) && !IsOwnOrigin(request))
        {
            return Reply.Problem(
                context,
                StatusCodes.Status403Forbidden,
                "the Origin is not this server"
            );
        }

        return next(context);
    }

    // An orchestrator asks by the pod's address, which no configuration knows. What these two tell is no secret.
    private static bool IsProbe(HttpRequest request) =>
        !IsStateChanging(request.Method)
        && (
            request.Path.Equals(ProbeEndpoints.LivePath, StringComparison.OrdinalIgnoreCase)
            || request.Path.Equals(ProbeEndpoints.ReadyPath, StringComparison.OrdinalIgnoreCase)
        );

    // Prometheus finds pods by their addresses too. Who has the token is no page of another site.
    private static bool IsScrape(HttpRequest request) =>
        !IsStateChanging(request.Method)
        && request.Path.Equals(StatusEndpoints.MetricsPath, StringComparison.OrdinalIgnoreCase);

    private static bool IsStateChanging(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    // A browser has no way to ask its user for a bearer token. On the page it is told of Basic as well; it asks for a password, and adds it
    // to what the page's script asks for.
    private static StringValues Challenges(PathString path)
    {
        const string bearer = "Bearer realm=\"weir\"";
        return DashboardEndpoints.IsPartOfPage(path)
            ? new StringValues([bearer, "Basic realm=\"weir\", charset=\"UTF-8\""])
            : bearer;
    }

    // RFC 6750 §2.1; the scheme's case does not matter (RFC 9110 §11.1).
    private static bool HasToken(AccessRules rules, HttpContext context) =>
        context.Request.Headers.Authorization is [{ } value]
        && (
            value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
                ? rules.IsToken(value[Bearer.Length..].Trim())
                : value.StartsWith(Basic, StringComparison.OrdinalIgnoreCase)
                    && HasPassword(rules, context, value.AsSpan(Basic.Length).Trim())
        );

    // RFC 7617 §2: user name, colon, password, in base64. Any user name will do; the log tells it with what its bearer changes.
    private static bool HasPassword(
        AccessRules rules,
        HttpContext context,
        ReadOnlySpan<char> credentials
    )
    {
        byte[] bytes = new byte[credentials.Length];
        if (!Convert.TryFromBase64Chars(credentials, bytes, out int length))
        {
            return false;
        }

        string text = Encoding.UTF8.GetString(bytes, 0, length);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !rules.IsToken(text[(colon + 1)..]))
        {
            return false;
        }

        Operator.SetUser(context, text[..colon]);
        return true;
    }

    // Programs send no Origin; browsers always do with a request that changes state, "null" where it is opaque (RFC 6454 §7.3).
    // Both sides leave out a default port in the same way, so the texts are compared.
    private static bool IsOwnOrigin(HttpRequest request)
    {
        StringValues origin = request.Headers.Origin;
        if (origin.Count == 0)
        {
            return true;
        }

        string text = origin.ToString();
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        return scheme > 0
            && text.AsSpan(scheme + 3)
                .Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
