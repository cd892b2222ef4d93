// One host name of the config, what it last resolved to, and who wants to know. Owned by the NameResolver.
using System.Net;
using Weir.Proxy.Backends;
using Weir.Proxy.Primitives;

namespace Weir.Composition;

/// <summary>A name with its last good answer.</summary>
internal sealed class ResolvedName(string host)
{
    public string Host { get; } = host;

    /// <summary>The last good answer; empty before the first.</summary>
    public IPAddress[] Addresses { get; set; } = [];

    /// <summary>All backends with this host, whatever their port and cluster.</summary>
    public BackendState[] Backends { get; set; } = [];

    /// <summary>
    /// Tells each backend, if its set of endpoints changed. Many name servers turn the order from answer to answer; that is no
    /// change, or the endpoint known to work would be forgotten each time.
    /// </summary>
    public void Publish()
    {
        foreach (BackendState backend in Backends)
        {
            SocketEndpoint[] endpoints = NameResolver.EndpointsOf(Addresses, backend.Config.Port);
            if (endpoints.Length == 0 || !backend.Endpoints.ToHashSet().SetEquals(endpoints))
            {
                backend.SetEndpoints(endpoints);
            }
        }
    }
}
