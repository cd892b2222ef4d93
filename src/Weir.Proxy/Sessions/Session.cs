// What tcp and http sessions have in common: one client connection from accept to close, its counts and its place among its worker's sessions.
using System.Diagnostics;
using Weir.Proxy.Backends;
using Weir.Proxy.Configuration;
using Weir.Proxy.Events;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Pooling;
using Weir.Proxy.Primitives;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Timeouts;

namespace Weir.Proxy.Sessions;

/// <summary>A client connection. Owned by its worker; ends by itself or by <see cref="Cut"/>.</summary>
internal abstract class Session(SessionServices services)
    : IBackendUser,
        IDeadlineOwner,
        IRecyclable
{
    private ListenerPlace _place;

    public long ConnectionId { get; private set; }

    /// <summary>The settings of the present work: of the request under way, of a tcp session or tunnel from its beginning on.</summary>
    public ListenerSnapshot Listener { get; private protected set; } = null!; // Open sets it, with Binding and Client

    public bool HasEnded { get; private set; }

    // Links of the worker's list of sessions; see ConnectionManager.
    internal Session? Next { get; set; }

    internal Session? Previous { get; set; }

    internal SessionServices Services { get; } = services;

    /// <summary>Where the settings of the next work come from.</summary>
    protected ListenerBinding Binding { get; private set; } = null!;

    internal Channel Client { get; private set; } = null!;

    internal SocketEndpoint ClientAddress => Client.Remote;

    internal long AcceptedUs { get; private set; }

    protected int DeadlineSlot { get; private set; }

    /// <summary>The backend that the client's connection is bound to until it ends.</summary>
    protected abstract BackendState? TiedTo { get; }

    /// <summary>The address of the last backend used, for the log.</summary>
    protected abstract string? LastBackend { get; }

    /// <summary>Where the steps of the present work are noted; null between requests.</summary>
    internal FlightTrace? Trace { get; private protected set; }

    /// <summary>The request under way, of an http session.</summary>
    internal virtual HttpExchange? Exchange => null;

    /// <summary>The hold on a backend, if there is one now.</summary>
    internal abstract BackendClaim? HeldClaim { get; }

    /// <summary>Takes over an accepted connection, for which there is room.</summary>
    public virtual void Open(ListenerBinding binding, Channel client, long connectionId)
    {
        Binding = binding;
        Listener = binding.Snapshot;
        Client = client;
        ConnectionId = connectionId;
        AcceptedUs = Services.Reactor.NowUs;
        DeadlineSlot = Services.Deadlines.Add(this);
        client.Owner = this;
        client.Meter = Services.Counters.ClientBytes;
        _place = new ListenerPlace(Services.Counters, Listener);
    }

    /// <summary>Starts the session; completions drive it from then on.</summary>
    public void Start()
    {
        if (Services.Events.DebugEnabled)
        {
            Services.Events.ConnectionOpened(ConnectionId, Listener.Name, ClientAddress, null);
        }

        Begin();
    }

    /// <summary>Another config is in force.</summary>
    public virtual void OnReload() => _place.Move(Binding.Snapshot, ClientAddress);

    /// <summary>The worker drains: end when the present work is done.</summary>
    public abstract void Drain();

    /// <summary>Ends at once, by RST.</summary>
    public abstract void Cut(string reason);

    /// <summary>A backend went into maintenance: sessions that hold on to it are cut.</summary>
    public void OnMaintenance(BackendState backend)
    {
        if (TiedTo == backend)
        {
            Cut("maintenance");
        }
    }

    public void OnConnected(Channel channel, IoStatus status) =>
        Debug.Fail("the connector owns connecting channels");

    /// <summary>Gives back the blocks that are here; the channels are closed.</summary>
    internal abstract void ReturnBlocks();

    public abstract void OnReceived(
        Channel channel,
        Block? block,
        int offset,
        int count,
        IoStatus status
    );

    /// <inheritdoc cref="IChannelOwner.OnHungUp"/>
    public virtual void OnHungUp(Channel channel, IoStatus status) { }

    public abstract void OnSent(Channel channel, Block block, IoStatus status);

    public abstract void OnBackendReady(PooledConnection connection);

    public abstract void OnBackendFailed(PooledConnection connection, ConnectResult result);

    public abstract void OnDeadline(long nowUs);

    /// <summary>The first step.</summary>
    protected abstract void Begin();

    /// <summary>Sets this session's deadline; 0 microseconds from now means none.</summary>
    protected void SetDeadlineIn(long fromNowUs) =>
        Services.Deadlines.Set(
            DeadlineSlot,
            fromNowUs == 0 ? 0 : Services.Reactor.NowUs + fromNowUs
        );

    /// <summary>Notes a step for the flight recorder.</summary>
    protected void Note(FailureStepKind kind, string? subject = null, int status = 0) =>
        Trace?.Note(kind, Services.Reactor.NowUs, subject, FailureCode.None, status);

    /// <summary>Ends the notes of a tcp session.</summary>
    protected void ReturnTrace()
    {
        if (Trace is { } trace)
        {
            Trace = null;
            Services.Return(trace);
        }
    }

    /// <summary>Counts, notes and logs that work moves on after a backend failed.</summary>
    protected void NoteRetry(WorkerCluster cluster, BackendState from, FailureCode code)
    {
        cluster.Counters.Retries[(int)code]++;
        Trace?.Note(FailureStepKind.BackendFailed, Services.Reactor.NowUs, from.Address, code);
        if (Services.Events.DebugEnabled)
        {
            Services.Events.Retry(
                cluster.State.Name,
                from.Address,
                null,
                FailureCodes.Text(code),
                ConnectionId
            );
        }
    }

    /// <summary>Ends both sides by FIN behind what was sent.</summary>
    protected abstract void CloseInOrder(string reason);

    /// <summary>What an event in a tunnel means to its session.</summary>
    protected void AfterTunnel(TunnelStatus status)
    {
        switch (status)
        {
            case TunnelStatus.Finished:
                CloseInOrder("finished");
                break;
            case TunnelStatus.ClientReset:
                Cut("client_disconnected");
                break;
            case TunnelStatus.BackendReset:
                Cut("backend_reset");
                break;
            case TunnelStatus.Resetting:
                SetDeadlineIn(LateReset.LookUs);
                break;
            case TunnelStatus.Idle:
                Services.Counters.Count(TimeoutKind.Idle);
                CloseInOrder("idle");
                break;
            case TunnelStatus.Stalled:
                Services.Counters.Count(TimeoutKind.Stalled);
                Cut("stalled");
                break;
        }
    }

    protected void OnTunnelDeadline(Tunnel tunnel, ClusterConfig cluster, long nowUs)
    {
        long idleUs = cluster.ConnectionIdleTimeoutMs * 1000;
        TunnelStatus status = tunnel.OnDeadline(idleUs, nowUs, out long againInUs);
        if (status == TunnelStatus.Open)
        {
            SetDeadlineIn(againInUs);
        }

        AfterTunnel(status);
    }

    /// <inheritdoc/>
    public virtual void Recycle()
    {
        _place = default;
        (Binding, Listener, Client) = (null!, null!, null!);
        (ConnectionId, AcceptedUs, DeadlineSlot) = (0, 0, 0);
        HasEnded = false;
    }

    /// <summary>Goes to the spare ones of its kind.</summary>
    protected abstract void Retire();

    /// <summary>The last step of every session: the client's channel has been closed by now.</summary>
    internal void End(string reason)
    {
        // Always on: a session that ended twice would serve two clients.
        if (HasEnded)
        {
            throw new InvalidOperationException("a session ended that had ended");
        }

        HasEnded = true;
        Services.OnEnded(this); // what is counted comes first: nothing that fails behind it makes a count wrong
        _place.Leave(ClientAddress);
        Services.Deadlines.Remove(DeadlineSlot);
        ReturnTrace();
        if (Services.Events.DebugEnabled)
        {
            Services.Events.ConnectionClosed(
                ConnectionId,
                Listener.Name,
                ClientAddress,
                LastBackend,
                Client.BytesReceived,
                Client.BytesSent,
                Services.Reactor.NowUs - AcceptedUs,
                reason
            );
        }

        Retire();
    }
}
