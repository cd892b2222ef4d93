// What the client connections of one worker have in common beside the worker's services: what they write with, and what serves one of them
// after the other.
using Weir.Configuration.Listeners;
using Weir.Proxy.Exchanges;
using Weir.Proxy.Io;
using Weir.Proxy.Primitives;
using Weir.Proxy.Sessions;
using Weir.Proxy.Tunnels;
using Weir.Proxy.Upstream;

namespace Weir.Proxy.Clients;

/// <summary>Lends connections, exchanges and their parts. Owned by a worker.</summary>
internal sealed class ClientSpares(SessionServices services, Action<ClientConnection> onEnded)
{
    private readonly FreeList<Exchange> _exchanges = new();
    private readonly FreeList<FlightTrace> _traces = new();
    private readonly FreeList<Tunnel> _tunnels = new();

    public SessionServices Services { get; } = services;

    /// <summary>Told when a connection has ended.</summary>
    public Action<ClientConnection> OnEnded { get; } = onEnded;

    /// <summary>Http/1 connections between two clients.</summary>
    public Spares<Http1Client> Http1Clients { get; } = new();

    /// <summary>Tcp sessions between two clients.</summary>
    public Spares<TcpSession> TcpSessions { get; } = new();

    /// <summary>The sides of the backends.</summary>
    public Http1Backends Backends { get; } = new(services);

    /// <summary>What writes the heads of responses; used within one call.</summary>
    public Http1ResponseWriter Responses { get; } = new(services);

    public ClientConnection Rent(ProxyMode mode) =>
        mode == ProxyMode.Http
            ? Http1Clients.TryTake(out Http1Client? http)
                ? http
                : new Http1Client(this)
            : TcpSessions.TryTake(out TcpSession? tcp)
                ? tcp
                : new TcpSession(this);

    /// <summary>No connection's code is on the stack: what ended may begin anew.</summary>
    public void EndTurn()
    {
        bool hadDefect = Services.HadDefect;
        Services.HadDefect = false;
        Http1Clients.EndTurn(Services.Reactor, hadDefect);
        TcpSessions.EndTurn(Services.Reactor, hadDefect);
        Services.Pool.EndTurn(hadDefect);
    }

    public Exchange RentExchange() =>
        _exchanges.TryTake(out Exchange? exchange) ? exchange : new Exchange(Services);

    public void Return(Exchange exchange)
    {
        exchange.Clear();
        _exchanges.Put(exchange);
    }

    public Tunnel RentTunnel(Channel client, Channel backend)
    {
        Tunnel tunnel = _tunnels.TryTake(out Tunnel? free) ? free : new Tunnel(Services.Blocks);
        tunnel.Open(client, backend);
        return tunnel;
    }

    /// <summary>Takes back the tunnel of a connection that has ended, if it had one.</summary>
    public void Return(Tunnel? tunnel)
    {
        if (tunnel is not null)
        {
            tunnel.Clear();
            _tunnels.Put(tunnel);
        }
    }

    /// <summary>A trace for a tcp session; exchanges have their own.</summary>
    public FlightTrace RentTrace(long nowUs)
    {
        FlightTrace trace = _traces.TryTake(out FlightTrace? used) ? used : new FlightTrace();
        trace.Begin(nowUs);
        return trace;
    }

    public void Return(FlightTrace trace) => _traces.Put(trace);
}
