// Names in paths, and what was meant by one that is not known.
using Microsoft.AspNetCore.Http;
using Weir.Configuration.Source;

namespace Weir.Admin.Endpoints;

/// <summary>What endpoints with a name in their path have in common.</summary>
internal static class RouteNames
{
    // The server has decoded the path but for %2F, which it keeps apart from a slash.
    public static string Read(HttpContext context, string name) =>
        ((string?)context.Request.RouteValues[name] ?? "").Replace(
            "%2F",
            "/",
            StringComparison.OrdinalIgnoreCase
        );

    /// <summary>Goes behind what is said of a word that is none of <paramref name="names"/>.</summary>
    public static string Meant(string word, IEnumerable<string> names) =>
        NearestName.Find(word, names) is { } name ? $" (did you mean \"{name}\"?)" : "";
}
