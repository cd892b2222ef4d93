// Where the router sends a request.
namespace Weir.Proxy.Routing;

/// <summary>
/// One compiled route. <paramref name="Index"/> is its place in the file from 0 on, or <see cref="FallbackIndex"/> for the
/// listener's own cluster; <paramref name="Name"/> is its host and prefix as written, for logs.
/// </summary>
public sealed record Route(int Index, string Name, string ClusterName)
{
    /// <summary>The index of the route that stands for the listener's <c>cluster</c>, taken when no other matches.</summary>
    public const int FallbackIndex = -1;

    /// <summary>The name of a route without conditions.</summary>
    public const string AnyName = "*";
}
