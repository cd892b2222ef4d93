// What a worker lends to its sessions: the reactor, the pool, counters, clusters, and scratch that is used within one call only.
using Weir.Proxy.Balancing;
using Weir.Proxy.Configuration;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Timeouts;

namespace Weir.Proxy.Sessions;

/// <summary>The surroundings of all sessions of one worker. Owned by the worker's thread.</summary>
internal sealed class SessionServices
{
    private readonly Stack<HttpExchange> _exchanges = new();
    private readonly Stack<BackendClaim> _claims = new();
    private readonly Stack<ResponseRelay> _responses = new();
    private readonly Stack<FlightTrace> _traces = new();
    private readonly Stack<Tunnel> _tunnels = new();
    private int _lastTicket;

    /// <summary>The worker's number.</summary>
    public required int Index { get; init; }

    public required Reactor Reactor { get; init; }

    public required ConnectionPool Pool { get; init; }

    public required WorkerCounters Counters { get; init; }

    public required DeadlineTable Deadlines { get; init; }

    public required EventSink Events { get; init; }

    public required Rng Rng { get; init; }

    public required Balancers Balancers { get; init; }

    public required HttpDate Date { get; init; }

    /// <summary>Told when a session has ended.</summary>
    public required Action<Session> OnEnded { get; init; }

    /// <summary>By cluster number; grown when a config is applied.</summary>
    public WorkerCluster?[] Clusters { get; set; } = [];

    /// <summary>True from the start of a drain: no connection is kept alive any more.</summary>
    public bool IsDraining { get; set; }

    /// <summary>Sessions between two connections.</summary>
    public Spares<HttpSession> HttpSessions { get; } = new();

    /// <inheritdoc cref="HttpSessions"/>
    public Spares<TcpSession> TcpSessions { get; } = new();

    /// <summary>A defect was contained in this turn: nobody knows what state it left its session in.</summary>
    public bool HadDefect { get; set; }

    /// <summary>What writes request heads; used within one call.</summary>
    public RequestWriter Requests { get; } = new();

    /// <summary>What reads response heads and writes them anew; used within one call.</summary>
    public ResponseReader Responses { get; } = new();

    /// <summary>Which failures go to the flight recorder.</summary>
    public FailureGate Failures { get; } = new();

    /// <summary>Whether to turn this new connection away, since what is under way already waits too long for the thread; counts it.</summary>
    public bool TryShedConnection() => Reactor.Lag.IsOver && CountShed();

    /// <summary>The same for a request on an open connection.</summary>
    public bool TryShedRequest() => Reactor.Lag.TryShedRequest() && CountShed();

    public BlockPool Blocks => Reactor.Blocks;

    public WorkerCluster Cluster(int id) => Clusters[id]!; // a snapshot is applied before its listeners accept

    /// <summary>For a wait in the queue of any cluster, never 0: one that is over is not taken for another.</summary>
    public int NextTicket() => _lastTicket = _lastTicket == int.MaxValue ? 1 : _lastTicket + 1;

    public Session RentSession(ProxyMode mode) =>
        mode == ProxyMode.Http
            ? HttpSessions.TryTake(out HttpSession? http)
                ? http
                : new HttpSession(this)
            : TcpSessions.TryTake(out TcpSession? tcp)
                ? tcp
                : new TcpSession(this);

    public void Retire(HttpSession ended) => HttpSessions.Retire(ended);

    public void Retire(TcpSession ended) => TcpSessions.Retire(ended);

    /// <summary>No session's code is on the stack: what ended may begin anew.</summary>
    public void EndTurn()
    {
        bool hadDefect = HadDefect;
        HadDefect = false;
        HttpSessions.EndTurn(Reactor, hadDefect);
        TcpSessions.EndTurn(Reactor, hadDefect);
        Pool.EndTurn(hadDefect);
    }

    public Tunnel RentTunnel(Channel client, Channel backend)
    {
        Tunnel tunnel = _tunnels.TryPop(out Tunnel? free) ? free : new Tunnel(Blocks);
        tunnel.Open(client, backend);
        return tunnel;
    }

    /// <summary>Takes back the tunnel of an ended session, if it had one.</summary>
    public void Return(Tunnel? tunnel)
    {
        if (tunnel is not null)
        {
            tunnel.Clear();
            _tunnels.Push(tunnel);
        }
    }

    public HttpExchange RentExchange() =>
        _exchanges.TryPop(out HttpExchange? exchange) ? exchange : new HttpExchange();

    public BackendClaim RentClaim(IWaiter waiter)
    {
        BackendClaim claim = _claims.TryPop(out BackendClaim? free)
            ? free
            : new BackendClaim(this, PoolKind.Http);
        claim.Waiter = waiter;
        return claim;
    }

    public ResponseRelay RentResponse(Channel client)
    {
        ResponseRelay response = _responses.TryPop(out ResponseRelay? free)
            ? free
            : new ResponseRelay(this);
        response.Attach(client);
        return response;
    }

    /// <summary>Takes back a claim, if there is one, which holds nothing any more.</summary>
    public void Return(ref BackendClaim? claim)
    {
        if (claim is { } free)
        {
            claim = null;
            free.Clear();
            _claims.Push(free);
        }
    }

    public void Return(ResponseRelay response)
    {
        response.Attach(null);
        _responses.Push(response);
    }

    public void Return(HttpExchange exchange)
    {
        exchange.Clear();
        _exchanges.Push(exchange);
    }

    /// <summary>A trace for a tcp session; exchanges have their own.</summary>
    public FlightTrace RentTrace(long nowUs)
    {
        FlightTrace trace = _traces.TryPop(out FlightTrace? used) ? used : new FlightTrace();
        trace.Begin(nowUs);
        return trace;
    }

    public void Return(FlightTrace trace) => _traces.Push(trace);

    public void CountResponse(ListenerSnapshot listener, HttpExchange exchange) =>
        Counters
            .Listener(listener.State.Id)
            .CountResponse(exchange.Cluster?.State.Id ?? 0, exchange.Status);

    private bool CountShed()
    {
        Counters.Shed++;
        return true;
    }
}
