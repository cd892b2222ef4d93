// What all client connections have in common, from accept to close: their counts, their deadline and their place among their worker's.
using Weir.Configuration.Clusters;
using Weir.Proxy.Backends;
using Weir.Proxy.Facts;
using Weir.Proxy.Io;
using Weir.Proxy.Policies;
using Weir.Proxy.Sessions;
using Weir.Proxy.Snapshots;
using Weir.Proxy.Timeouts;
using Weir.Proxy.Tunnels;

namespace Weir.Proxy.Clients;

/// <summary>A client connection. Owned by its worker; ends by itself or by <see cref="Cut"/>.</summary>
internal abstract class ClientConnection(ClientSpares spares)
    : IChannelOwner,
        IDeadlineOwner,
        IRecyclable
{
    private ListenerBinding? _binding;
    private ListenerSnapshot? _listener;
    private Channel? _channel;
    private ListenerPlace _place;
    private long _acceptedUs;
    private int _deadlineSlot;

    public long ConnectionId { get; private set; }

    public bool HasEnded { get; private set; }

    // Links of the worker's list; see ConnectionManager.
    internal ClientConnection? Next { get; set; }

    internal ClientConnection? Previous { get; set; }

    internal SessionServices Services { get; } = spares.Services;

    /// <summary>What it shares with the other connections of its worker.</summary>
    protected ClientSpares Spares { get; } = spares;

    /// <summary>Who has connected.</summary>
    internal ClientFacts Client { get; } = new();

    internal Channel Channel => _channel!; // Open sets the three

    /// <summary>Where the settings of the next work come from.</summary>
    internal ListenerBinding Binding => _binding!;

    /// <summary>The settings of the present work: of the request under way, of a tcp session or tunnel from its beginning on.</summary>
    internal ListenerSnapshot Listener
    {
        get => _listener!;
        private protected set => _listener = value;
    }

    internal long AcceptedUs => _acceptedUs;

    /// <summary>The hold on a backend, if there is one now.</summary>
    internal abstract BackendClaim? HeldClaim { get; }

    /// <summary>The cluster's number among the counters, for a defect now; 0: none.</summary>
    internal abstract WorkerCluster? Cluster { get; }

    /// <summary>The backend that the connection is bound to until it ends.</summary>
    protected abstract BackendState? TiedTo { get; }

    /// <summary>Bytes both ways, unread; none before a backend is reached.</summary>
    protected Tunnel? Tunnel { get; set; }

    /// <summary>The cluster's, by which its tunnel goes.</summary>
    protected abstract ClusterConfig Settings { get; }

    /// <summary>The address of the last backend used, for the log.</summary>
    protected abstract string? LastBackend { get; }

    /// <summary>Takes over an accepted connection, for which there is room.</summary>
    public virtual void Open(ListenerBinding binding, Channel channel, long connectionId)
    {
        _binding = binding;
        _listener = binding.Snapshot;
        _channel = channel;
        Client.Set(channel.Remote, channel.Security);
        ConnectionId = connectionId;
        _acceptedUs = Services.Reactor.NowUs;
        _deadlineSlot = Services.Deadlines.Add(this);
        channel.Owner = this;
        channel.Meter = Services.Counters.ClientBytes;
        _place = new ListenerPlace(Services.Counters, Listener);
    }

    /// <summary>Begins to serve; completions drive it from then on.</summary>
    public void Start()
    {
        if (Services.Events.DebugEnabled)
        {
            Services.Events.ConnectionOpened(ConnectionId, Listener.Name, Channel.Remote, null);
        }

        Begin();
    }

    /// <summary>Another config is in force.</summary>
    public virtual void OnReload() => _place.Move(Binding.Snapshot, Channel.Remote);

    /// <summary>The worker drains: end when the present work is done.</summary>
    public abstract void Drain();

    /// <summary>Ends at once, by RST.</summary>
    public abstract void Cut(string reason);

    /// <summary>A defect has come in the way of its work, which fails for it.</summary>
    public virtual void OnDefect(string detail) { }

    /// <summary>A backend went into maintenance: who holds on to it is cut.</summary>
    public void OnMaintenance(BackendState backend)
    {
        if (TiedTo == backend)
        {
            Cut("maintenance");
        }
    }

    public void OnReceived(Channel channel, Block? block, int offset, int count, IoStatus status)
    {
        if (Tunnel is null || TakesEnd(channel, status))
        {
            OnClientReceived(block, offset, count, status);
        }
        else
        {
            AfterTunnel(Tunnel.OnReceived(channel, block, offset, count, status));
        }
    }

    public void OnHungUp(Channel channel, IoStatus status)
    {
        if (Tunnel is null)
        {
            OnClientHungUp(status);
        }
        else
        {
            AfterTunnel(Tunnel.OnHungUp(channel));
        }
    }

    public void OnSent(Channel channel, Block block, IoStatus status)
    {
        if (Tunnel is null)
        {
            OnClientSent(block, status);
        }
        else
        {
            AfterTunnel(Tunnel.OnSent(channel, block, status));
            OnTunnelSent();
        }
    }

    public void OnDeadline(long nowUs)
    {
        if (Tunnel is null)
        {
            OnClientDeadline(nowUs);
            return;
        }

        long idleUs = Settings.ConnectionIdleTimeoutMs * 1000;
        TunnelStatus status = Tunnel.OnDeadline(idleUs, nowUs, out long againInUs);
        if (status == TunnelStatus.Open)
        {
            SetDeadlineIn(againInUs);
        }

        AfterTunnel(status);
    }

    /// <summary>Gives back the blocks that are here; the channels are closed.</summary>
    internal abstract void ReturnBlocks();

    /// <summary>Sets the connection's deadline; 0 microseconds from now means none.</summary>
    internal void SetDeadlineIn(long fromNowUs) =>
        Services.Deadlines.Set(
            _deadlineSlot,
            fromNowUs == 0 ? 0 : Services.Reactor.NowUs + fromNowUs
        );

    /// <summary>The first step.</summary>
    protected abstract void Begin();

    /// <summary>Before there is a tunnel: a receive came to its end.</summary>
    protected abstract void OnClientReceived(Block? block, int offset, int count, IoStatus status);

    /// <summary>Likewise: the client has left while nothing was received from it.</summary>
    protected abstract void OnClientHungUp(IoStatus status);

    /// <summary>Likewise: a send came to its end.</summary>
    protected abstract void OnClientSent(Block block, IoStatus status);

    /// <summary>Likewise: a deadline has passed.</summary>
    protected abstract void OnClientDeadline(long nowUs);

    /// <summary>Whether the end of the client's bytes is no matter of the tunnel.</summary>
    protected virtual bool TakesEnd(Channel channel, IoStatus status) => false;

    /// <summary>Something went through the tunnel.</summary>
    protected virtual void OnTunnelSent() { }

    /// <summary>Ends both sides by FIN behind what was sent.</summary>
    protected abstract void CloseInOrder(string reason);

    /// <summary>Goes to the spare ones of its kind.</summary>
    protected abstract void Retire();

    /// <summary>What an event in its tunnel means.</summary>
    protected void AfterTunnel(TunnelStatus status)
    {
        switch (status)
        {
            case TunnelStatus.Finished:
                CloseInOrder("finished");
                break;
            case TunnelStatus.ClientReset:
                Cut(FailureCodes.Text(FailureCode.ClientDisconnected));
                break;
            case TunnelStatus.BackendReset:
                Cut("backend_reset");
                break;
            case TunnelStatus.Resetting:
                SetDeadlineIn(Bodies.LateReset.LookUs);
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

    /// <inheritdoc/>
    public virtual void Recycle()
    {
        Spares.Return(Tunnel);
        Tunnel = null;
        _place = default;
        Client.Clear();
        (_binding, _listener, _channel) = (null, null, null);
        (ConnectionId, _acceptedUs, _deadlineSlot) = (0, 0, 0);
        HasEnded = false;
    }

    /// <summary>The last step of every connection: its channel has been closed by now.</summary>
    internal virtual void End(string reason)
    {
        // Always on: one that ended twice would serve two clients.
        if (HasEnded)
        {
            throw new InvalidOperationException("a client connection ended that had ended");
        }

        HasEnded = true;
        Spares.OnEnded(this); // what is counted comes first: nothing that fails behind it makes a count wrong
        _place.Leave(Channel.Remote);
        Services.Deadlines.Remove(_deadlineSlot);
        if (Services.Events.DebugEnabled)
        {
            Services.Events.ConnectionClosed(
                ConnectionId,
                Listener.Name,
                Channel.Remote,
                LastBackend,
                Channel.BytesReceived,
                Channel.BytesSent,
                Services.Reactor.NowUs - _acceptedUs,
                reason
            );
        }

        Retire();
    }
}
