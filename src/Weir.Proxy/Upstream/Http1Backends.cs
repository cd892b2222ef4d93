// What the http/1 backend sides of one worker have in common: what they write and read with, and those that nobody has now.
using Weir.Protocol.Http;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Primitives;
using Weir.Proxy.Sessions;

namespace Weir.Proxy.Upstream;

/// <summary>Lends backend sides to exchanges. Owned by a worker.</summary>
internal sealed class Http1Backends(SessionServices services)
{
    private readonly FreeList<Http1Backend> _free = new();

    public SessionServices Services { get; } = services;

    /// <summary>What writes request heads; used within one call.</summary>
    public RequestWriter Writer { get; } = new();

    /// <summary>The response head that was read last; good until the next is read.</summary>
    public ResponseHead Head { get; } = new();

    public Http1Backend Rent(ClientStream client)
    {
        Http1Backend backend = _free.TryTake(out Http1Backend? free)
            ? free
            : new Http1Backend(this);
        backend.Client = client;
        return backend;
    }

    /// <summary>Takes one back that holds nothing any more.</summary>
    public void Return(Http1Backend backend)
    {
        backend.Client = null;
        backend.Clear();
        _free.Put(backend);
    }
}
